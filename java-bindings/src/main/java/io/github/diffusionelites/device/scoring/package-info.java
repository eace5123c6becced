/**
 * Calls rewards computed by Java for every kind of device. A device supplies decoded chunks as a
 * {@link io.github.diffusionelites.device.scoring.ChunkSource}; threads, time-outs, retries and the fault policies of
 * {@link io.github.diffusionelites.device.HostRewardSettings} are here.
 */
@NullMarked
package io.github.diffusionelites.device.scoring;

import org.jspecify.annotations.NullMarked;
