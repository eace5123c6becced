/**
 * What every device must do: abstract test cases, which a device passes by extending each of them with a method that
 * opens it.
 *
 * <p>Operations run on the device and on the {@link io.github.diffusionelites.reference.ReferenceDevice} from the same
 * buffers. Inputs are random from a fixed seed that failures name; outputs hold a poison beforehand, so that what is
 * not written and what is written besides both show.
 */
package io.github.diffusionelites.device.conformance;
