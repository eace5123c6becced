/** Tests of the bindings to cuBLAS, without a GPU. */
@NullMarked
package io.github.diffusionelites.cuda.blas;

import org.jspecify.annotations.NullMarked;
