/**
 * The CUDA device: buffers in a GPU's memory, programs as recorded graphs. It needs the NVIDIA driver and nothing else;
 * the driver is reached through one of two bindings, {@code ffm} or {@code jcuda}.
 */
@NullMarked
package io.github.diffusionelites.cuda;

import org.jspecify.annotations.NullMarked;
