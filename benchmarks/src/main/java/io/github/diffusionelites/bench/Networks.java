package io.github.diffusionelites.bench;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ModelConfig;
import io.github.diffusionelites.model.RandomModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The networks that are measured. */
public final class Networks {

    private Networks() {}

    /**
     * The reference network R32: 32 channels times 1, 2, 4 and 8, two channels by 32 positions, 3,980,162 parameters,
     * 43.7 MFLOP an evaluation; its weights are random.
     */
    public static DiffusionModel r32() {
        return random(32, List.of(1, 2, 4, 8), 32);
    }

    /** R64: 64 channels times 1, 2, 4 and 8, two channels by 64 positions, 14,862,082 parameters, 302 MFLOP. */
    public static DiffusionModel r64() {
        return random(64, List.of(1, 2, 4, 8), 64);
    }

    /** R128: 128 channels times 1, 2, 4 and 8, two channels by 64 positions, 57,331,202 parameters, 1,133 MFLOP. */
    public static DiffusionModel r128() {
        return random(128, List.of(1, 2, 4, 8), 64);
    }

    /** A network of the same make for machines without a GPU: 4 and 8 channels, two channels by 4 positions. */
    public static DiffusionModel tiny() {
        return random(RandomModel.config(4, List.of(1, 2), 2, 4, 2, 1, 4, true));
    }

    private static DiffusionModel random(int dim, List<Integer> multipliers, int length) {
        return random(RandomModel.config(dim, multipliers, 2, length, 8, 4, 32, true));
    }

    private static DiffusionModel random(ModelConfig config) {
        try {
            Path directory = Files.createTempDirectory("elites-network");
            try {
                RandomModel.write(directory, config, 1);
                return DiffusionModel.load(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The random network cannot be written to a temporary directory.", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
