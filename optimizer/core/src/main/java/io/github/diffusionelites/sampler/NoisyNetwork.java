package io.github.diffusionelites.sampler;

import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;

/** A network that looks at noised samples, as a sampler sees it. */
@FunctionalInterface
public interface NoisyNetwork {

    /**
     * Records one evaluation of the network.
     *
     * @param recorder takes the operations
     * @param state noised samples, rows [channels, length]
     * @param timestep of the noise, in the schedule that the network was trained with
     * @return the output, as wide as the state
     */
    Features record(Recorder recorder, Rows state, int timestep);
}
