/** cuBLAS 12 through JCublas 12.6.0, which is optional; not exported. */
@NullMarked
package io.github.diffusionelites.cuda.blas.jcublas;

import org.jspecify.annotations.NullMarked;
