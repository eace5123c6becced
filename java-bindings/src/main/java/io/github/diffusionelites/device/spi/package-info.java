/** What a kind of device implements to be found. */
@NullMarked
package io.github.diffusionelites.device.spi;

import org.jspecify.annotations.NullMarked;
