/**
 * The binding to the CUDA driver through JCuda, for programs that have JCuda anyway. JCuda is not part of this library:
 * without it on the class path the binding is refused with a reason. Not exported.
 *
 * <p>{@link io.github.diffusionelites.cuda.jcuda.JCudaBinding} touches no type of JCuda before the driver was found,
 * because a class of JCuda that once failed to initialise stays so for the life of the process.
 */
@NullMarked
package io.github.diffusionelites.cuda.jcuda;

import org.jspecify.annotations.NullMarked;
