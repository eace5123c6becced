/** Tests of how JCuda is loaded. */
@NullMarked
package io.github.diffusionelites.cuda.jcuda;

import org.jspecify.annotations.NullMarked;
