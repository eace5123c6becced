/**
 * Samplers: noise schedules, the timesteps that a chain visits, and the affine steps from noise to a clean sample.
 *
 * <p>Everything here is computed in double precision when a program is recorded; what runs on the device are the
 * float32 coefficients of {@link io.github.diffusionelites.device.SamplerCoefficients}.
 */
@NullMarked
package io.github.diffusionelites.sampler;

import org.jspecify.annotations.NullMarked;
