package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.sampler.Ddim;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.Inpainting;
import io.github.diffusionelites.sampler.NoiseSchedule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Denoises latents by a DDIM chain and scales the result to the units of the data. */
public final class DiffusionDecoder implements Decoder {

    private final Denoiser denoiser;
    private final NoiseSchedule schedule;
    private final DdimSettings settings;
    private final Constant mean;
    private final Constant deviation;
    private final @Nullable Inpainting inpainting;

    /**
     * Makes a decoder.
     *
     * @param mean of each channel of the data, finite
     * @param deviation of each channel of the data, finite and above 0
     */
    public DiffusionDecoder(
            Denoiser denoiser,
            NoiseSchedule schedule,
            DdimSettings settings,
            List<Double> mean,
            List<Double> deviation) {
        this(denoiser, schedule, settings, mean, deviation, null);
    }

    /** Makes a decoder with values that are known, or null for none. */
    DiffusionDecoder(
            Denoiser denoiser,
            NoiseSchedule schedule,
            DdimSettings settings,
            List<Double> mean,
            List<Double> deviation,
            @Nullable Inpainting inpainting) {
        this.denoiser = Objects.requireNonNull(denoiser, "denoiser");
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.settings = Objects.requireNonNull(settings, "settings");
        if (mean.size() != denoiser.channels() || deviation.size() != denoiser.channels()) {
            throw new IllegalArgumentException("A decoder of " + denoiser.channels() + " channels needs as many means"
                    + " and deviations, but was given " + mean.size() + " and " + deviation.size() + ".");
        }
        if (!mean.stream().allMatch(Double::isFinite)
                || !deviation.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("The means of a decoder must be finite and the deviations finite and"
                    + " above 0, but are " + mean + " and " + deviation + ".");
        }
        this.mean = constant(mean);
        this.deviation = constant(deviation);
        this.inpainting = inpainting;
    }

    @Override
    public int channels() {
        return denoiser.channels();
    }

    @Override
    public int length() {
        return denoiser.length();
    }

    @Override
    public boolean usesSteps() {
        return true;
    }

    @Override
    public int maximumSteps() {
        return schedule.timesteps();
    }

    @Override
    public void record(Recorder recorder, Rows latents, Rows.Stored samples, int steps, NoiseIdentity identity) {
        Ddim chain = Ddim.of(schedule, settings, denoiser.prediction(), steps);
        Rows clean = inpainting == null
                ? chain.record(recorder, latents, denoiser, identity)
                : inpainting.record(recorder, latents, chain, schedule, denoiser, identity);
        recorder.affine(clean, samples, deviation, mean);
    }

    private static Constant constant(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return Constant.of(floats, floats.length);
    }
}
