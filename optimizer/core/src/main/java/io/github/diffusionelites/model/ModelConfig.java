package io.github.diffusionelites.model;

import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.sampler.Prediction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What {@code model.json} says of a model.
 *
 * @param dim channels at the first level, even, in [4, 4096]
 * @param multipliers channels of each level over dim, 1 to 8 of them, each in [1, 64]
 * @param channels of a sample, in [1, 4096]
 * @param length positions of a sample, in [1, 65536], divisible by {@code 2^(levels - 1)}
 * @param groups of the group normalisations, in [1, 4096]; divides dim
 * @param heads of the attentions, in [1, 256]
 * @param headDim channels of a head, in [1, 1024]
 * @param weightStandardization whether the weights of the blocks are standardised before use
 * @param prediction what the output is
 * @param schedule the noise that the network was trained with
 * @param timesteps T of the schedule, in [1, 4096]
 * @param mean of each channel of the data
 * @param deviation of each channel of the data, above 0
 * @param weights file name of the weights, in the directory of the description
 * @param weightsSha256 digest of that file, 64 hexadecimal digits in lower case
 */
public record ModelConfig(
        int dim,
        List<Integer> multipliers,
        int channels,
        int length,
        int groups,
        int heads,
        int headDim,
        boolean weightStandardization,
        Prediction prediction,
        ScheduleKind schedule,
        int timesteps,
        List<Double> mean,
        List<Double> deviation,
        String weights,
        String weightsSha256) {

    /** The format that is read. */
    public static final String FORMAT = "diffusion-elites-model/1";

    /** The architecture that is read. */
    public static final String ARCHITECTURE = "unet1d";

    /** A noise schedule by name. */
    public enum ScheduleKind {
        /** {@link NoiseSchedule#cosine}. */
        COSINE,
        /** {@link NoiseSchedule#linear(int)}. */
        LINEAR;

        /** Returns the name that a model's description uses, in lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        NoiseSchedule of(int timesteps) {
            return this == COSINE ? NoiseSchedule.cosine(timesteps) : NoiseSchedule.linear(timesteps);
        }
    }

    /** Copies the lists. */
    public ModelConfig {
        multipliers = List.copyOf(multipliers);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    /**
     * Reads a description.
     *
     * @throws ModelFormatException if the file cannot be read, is larger than 1 MiB, is not strict JSON, or says
     *     anything unknown or out of range
     */
    public static ModelConfig read(Path file) {
        return ModelConfigReader.read(file);
    }

    /**
     * Returns the SHA-256 of all that samples depend on, 64 hexadecimal digits in lower case: everything but the name
     * and the digest of the weights, so that a file that is laid out or named otherwise has the same.
     */
    public String digest() {
        String fields = String.join(
                "\n",
                FORMAT,
                ARCHITECTURE,
                "dim " + dim,
                "multipliers " + multipliers,
                "channels " + channels,
                "length " + length,
                "groups " + groups,
                "heads " + heads,
                "head_dim " + headDim,
                "weight_standardization " + weightStandardization,
                "prediction " + prediction.label(),
                "schedule " + schedule.label(),
                "timesteps " + timesteps,
                "mean " + mean,
                "deviation " + deviation);
        return HexFormat.of().formatHex(Digests.sha256().digest(fields.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the noise schedule. */
    public NoiseSchedule noiseSchedule() {
        return schedule.of(timesteps);
    }
}
