package io.github.diffusionelites.sampler;

import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.ArrayList;
import java.util.List;

/**
 * A DDIM chain (Song, Meng and Ermon 2021) as a list of affine steps. With {@code a} and {@code p} the cumulative
 * products of the timestep that is left and of the one that is reached,
 *
 * <pre>
 * sigma = eta sqrt((1 - p) / (1 - a) (1 - a / p))
 * next  = sqrt(p) x0 + sqrt(1 - p - sigma^2) eps + sigma w
 * </pre>
 *
 * @param steps from the noisiest on, at least one
 */
public record Ddim(List<Step> steps) {

    /**
     * One step.
     *
     * @param timestep the timestep that the network is asked about, which is left
     * @param coefficients how the state changes; their step is the timestep, so that chains of any length draw the same
     *     noise at the same timestep
     */
    public record Step(int timestep, SamplerCoefficients coefficients) {}

    /** Copies the steps. */
    public Ddim {
        steps = List.copyOf(steps);
    }

    /**
     * Makes a chain.
     *
     * @param prediction what the network's output is
     * @param steps network evaluations, in [1, T]
     * @throws IllegalArgumentException if steps is out of range
     */
    public static Ddim of(NoiseSchedule schedule, DdimSettings settings, Prediction prediction, int steps) {
        int[] visited = settings.spacing().timesteps(schedule.timesteps(), steps);
        double last = settings.finalAlphaBarOne() ? 1 : schedule.alphaBar(0);
        List<Step> chain = new ArrayList<>(steps);
        for (int i = 0; i < steps; i++) {
            double reached = i + 1 < steps ? schedule.alphaBar(visited[i + 1]) : last;
            chain.add(new Step(
                    visited[i],
                    coefficients(settings, prediction, schedule.alphaBar(visited[i]), reached, visited[i])));
        }
        return new Ddim(chain);
    }

    /**
     * Returns {@code (1 - p) / (1 - a) (1 - a / p)}, the variance of the noise of a step at eta = 1.
     *
     * @param left cumulative product a of the timestep that is left
     * @param reached cumulative product p of the one that is reached
     */
    public static double variance(double left, double reached) {
        return (1 - reached) / (1 - left) * (1 - left / reached);
    }

    /**
     * Records the chain.
     *
     * @param latents noise, rows [channels, length]
     * @param identity whose noise the rows draw; not used where eta is 0
     * @return the clean samples
     */
    public Rows record(Recorder recorder, Rows latents, NoisyNetwork network, NoiseIdentity identity) {
        Rows state = latents;
        for (Step step : steps) {
            state = recorder.updateSampler(
                    state, network.record(recorder, state, step.timestep()), step.coefficients(), identity);
        }
        return state;
    }

    private static SamplerCoefficients coefficients(
            DdimSettings settings, Prediction prediction, double left, double reached, int timestep) {
        double signal = Math.sqrt(left);
        double noise = Math.sqrt(1 - left);
        double sigma = settings.eta() * Math.sqrt(variance(left, reached));
        double x0State;
        double x0Output;
        double epsState;
        double epsOutput;
        double epsX0 = 0;
        switch (prediction) {
            case V -> {
                x0State = signal;
                x0Output = -noise;
                epsState = noise;
                epsOutput = signal;
            }
            case EPSILON -> {
                x0State = 1 / signal;
                x0Output = -noise / signal;
                epsState = 0;
                epsOutput = 1;
            }
            case SAMPLE -> {
                x0State = 0;
                x0Output = 1;
                epsState = 1 / noise;
                epsOutput = -signal / noise;
            }
            default -> throw new AssertionError(prediction);
        }
        // Without a clip both forms agree, and the direct one does not cancel where there is little noise.
        if (settings.reDeriveNoise() && Double.isFinite(settings.clip())) {
            epsState = 1 / noise;
            epsOutput = 0;
            epsX0 = -signal / noise;
        }
        return new SamplerCoefficients(
                (float) x0State,
                (float) x0Output,
                (float) settings.clip(),
                (float) epsState,
                (float) epsOutput,
                (float) epsX0,
                (float) Math.sqrt(reached),
                (float) Math.sqrt(Math.max(0, 1 - reached - sigma * sigma)),
                (float) sigma,
                timestep);
    }
}
