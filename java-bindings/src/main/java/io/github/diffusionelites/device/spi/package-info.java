/** What a kind of device implements to be found. */
package io.github.diffusionelites.device.spi;
