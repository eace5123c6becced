package io.github.diffusionelites.device;

/**
 * One step of a diffusion sampler as an affine map of state {@code x}, network output {@code p} and noise {@code w}:
 *
 * <pre>
 * x0   = clamp(x0State * x + x0Output * p, -clip, clip)
 * eps  = epsState * x + epsOutput * p + epsX0 * x0
 * next = nextX0 * x0 + nextEps * eps + nextNoise * w
 * </pre>
 *
 * @param x0State weight of the state in the prediction of the clean sample
 * @param x0Output weight of the network output in it
 * @param clip bound of the clean sample, above 0; positive infinity for none
 * @param epsState weight of the state in the noise estimate
 * @param epsOutput weight of the network output in it
 * @param epsX0 weight of the clipped clean sample in it
 * @param nextX0 weight of the clean sample in the next state
 * @param nextEps weight of the noise estimate in it
 * @param nextNoise standard deviation of fresh noise, at least 0; at 0 none is drawn
 * @param step number of the step for the noise counter, in [0, 2^12)
 */
public record SamplerCoefficients(
        float x0State,
        float x0Output,
        float clip,
        float epsState,
        float epsOutput,
        float epsX0,
        float nextX0,
        float nextEps,
        float nextNoise,
        int step) {

    /** Checks the ranges. */
    public SamplerCoefficients {
        if (!(clip > 0)) {
            throw new IllegalArgumentException("The clip of a sampler step must be above 0, but is " + clip + ".");
        }
        if (!(nextNoise >= 0)) {
            throw new IllegalArgumentException(
                    "The noise of a sampler step must be at least 0, but is " + nextNoise + ".");
        }
        if (step < 0 || step >= 1 << 12) {
            throw new IllegalArgumentException("The step of a sampler must be in [0, 4096), but is " + step + ".");
        }
    }
}
