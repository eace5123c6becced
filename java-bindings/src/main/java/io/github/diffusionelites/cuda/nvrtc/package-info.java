/** NVRTC, NVIDIA's compiler at run time, which is optional; by the foreign function interface; not exported. */
@NullMarked
package io.github.diffusionelites.cuda.nvrtc;

import org.jspecify.annotations.NullMarked;
