/**
 * The binding to the CUDA driver by the foreign function interface: all calls and all capabilities, and no allocation
 * on the way to a launch. Not exported.
 *
 * <p>Handles of functions are constants of the classes that use them, one class for a topic, and are bound once the
 * probe has found the driver. All pointers are passed as longs.
 */
@NullMarked
package io.github.diffusionelites.cuda.ffm;

import org.jspecify.annotations.NullMarked;
