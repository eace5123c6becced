package io.github.diffusionelites.support;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.model.Decoder;

/** Runs a decoder alone, in float32. */
public final class Decoding {

    /** Whatever the device would choose: fixtures are of float32. */
    private static final PlanOptions FLOAT32 = PlanOptions.AUTO.withPrecision(Precision.FLOAT32);

    private Decoding() {}

    /**
     * Decodes latents as the individuals of search 0.
     *
     * @param latents [individuals, d]
     * @return samples [individuals, channels, length]
     */
    public static float[] run(Device device, Decoder decoder, float[] latents, int steps, long seed) {
        int individuals = latents.length / decoder.dimension();
        try (Buffer source = device.allocate(ElementType.F32, 1, individuals, decoder.dimension());
                Buffer target = device.allocate(ElementType.F32, 1, individuals, decoder.channels(), decoder.length());
                Buffer ids = device.allocate(ElementType.I32, 1)) {
            source.write(0, latents);
            Recorder recorder = new Recorder(1, individuals);
            decoder.record(recorder, recorder.rows(source), recorder.rows(target), steps, NoiseIdentity.own(ids));
            try (Program program = device.compile(recorder.finish(), FLOAT32)) {
                program.run(seed, 0);
            }
            return target.floats();
        }
    }
}
