/** A small test of every operation of a device, against results of the double-precision references. */
@NullMarked
package io.github.diffusionelites.device.selftest;

import org.jspecify.annotations.NullMarked;
