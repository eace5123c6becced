/** Tests of the self-test. */
package io.github.diffusionelites.device.selftest;
