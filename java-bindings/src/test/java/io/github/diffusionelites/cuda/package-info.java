/**
 * Tests of the bindings to the CUDA driver, without a GPU.
 *
 * <p>A process has one driver, so that tests with the tag {@code stub} run in a process of their own, on a library that
 * {@link io.github.diffusionelites.cuda.StubLibrary} builds.
 */
@NullMarked
package io.github.diffusionelites.cuda;

import org.jspecify.annotations.NullMarked;
