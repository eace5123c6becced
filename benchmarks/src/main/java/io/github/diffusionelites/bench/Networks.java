package io.github.diffusionelites.bench;

import io.github.diffusionelites.model.DiffusionModel;
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
        try {
            Path directory = Files.createTempDirectory("elites-r32");
            try {
                RandomModel.write(directory, RandomModel.config(32, List.of(1, 2, 4, 8), 2, 32, 8, 4, 32, true), 1);
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
