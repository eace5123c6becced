package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShellDecoderTest {

    private static final int COUNT = 5;
    private static final int CHANNELS = 2;
    private static final int LENGTH = 7;
    private static final int D = CHANNELS * LENGTH;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void shouldScaleEveryLatentToTheShellAndKeepItsDirection(Precision precision) {
        Random random = new Random(20261121);
        float[] latents = new float[COUNT * D];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = (float) ((i / D + 0.01) * random.nextGaussian());
        }
        float[] decoded = decode(latents, precision);
        for (int row = 0; row < COUNT; row++) {
            double square = 0;
            for (int e = row * D; e < (row + 1) * D; e++) {
                square += (double) latents[e] * latents[e];
            }
            for (int e = row * D; e < (row + 1) * D; e++) {
                double expected = latents[e] * Math.sqrt(D / square);
                assertThat((double) decoded[e]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void shouldNotMoveALatentThatIsOnTheShell() {
        float[] latents = new float[COUNT * D];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = i % 3 == 0 ? -1 : 1;
        }
        float[] decoded = decode(latents, Precision.AUTO);
        for (int i = 0; i < latents.length; i++) {
            assertThat(decoded[i]).isCloseTo(latents[i], within(1e-6f));
        }
    }

    private static float[] decode(float[] values, Precision precision) {
        try (Device device = Devices.open("cpu");
                Buffer latents = device.allocate(ElementType.F32, 1, COUNT, D);
                Buffer samples = device.allocate(ElementType.F32, 1, COUNT, CHANNELS, LENGTH);
                Buffer ids = device.allocate(ElementType.I32, 1)) {
            latents.write(0, values);
            Recorder recorder = new Recorder(1, COUNT);
            new ShellDecoder(new IdentityDecoder(CHANNELS, LENGTH))
                    .record(recorder, recorder.rows(latents), recorder.rows(samples), 1, NoiseIdentity.own(ids));
            try (Program program = device.compile(recorder.finish(), new PlanOptions(0, 0, precision))) {
                program.run(0, 0);
            }
            return samples.floats();
        }
    }
}
