/** Tests of the conversions to types of JCuda. */
@NullMarked
package io.github.diffusionelites.cuda.jcuda.interop;

import org.jspecify.annotations.NullMarked;
