/**
 * The CUDA driver as the engine sees it: its calls behind one interface that two bindings implement, how its library is
 * found, and what its errors mean. Not exported.
 *
 * <p>Methods carry the names of the driver's functions without {@code cu}. Each returns the driver's {@code CUresult}
 * and throws nothing; {@link io.github.diffusionelites.cuda.driver.CheckedDriver} is where codes become exceptions.
 * Handles and addresses, of the device and of the host, are longs; sizes are bytes. Results are written to an array
 * that the caller brings, and only where the code is 0.
 */
@NullMarked
package io.github.diffusionelites.cuda.driver;

import org.jspecify.annotations.NullMarked;
