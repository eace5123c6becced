package io.github.diffusionelites.training;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.run.AtomicFile;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The files of a model, none of which is ever half written. */
final class ModelDirectory {

    static final String WEIGHTS = "model.safetensors";
    static final String LOSSES = "loss.csv";

    private final Path path;

    /**
     * Makes the directory if it is missing and checks that files can be written into it.
     *
     * @throws IOException if the directory cannot be made or written
     */
    ModelDirectory(Path path) throws IOException {
        this.path = path;
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, "probe", ".tmp"));
        } catch (IOException e) {
            throw new IOException(
                    "The model cannot be written to " + path + " (" + FileProblem.of(e)
                            + "); name a directory that can be written.",
                    e);
        }
    }

    /**
     * Writes a model, its description last but one: until that is there, the former one refuses the new weights by
     * their digest.
     *
     * @param weights contents of the weights file
     * @param description contents of the description
     * @param losses of each step, from the first
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    void write(byte[] weights, String description, List<Double> losses) {
        StringBuilder table = new StringBuilder("step,loss\n");
        for (int i = 0; i < losses.size(); i++) {
            table.append(String.format(Locale.ROOT, "%d,%.6f\n", i + 1, losses.get(i)));
        }
        replace(WEIGHTS, weights);
        replace(DiffusionModel.DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
        replace(LOSSES, table.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void replace(String name, byte[] contents) {
        AtomicFile.write(path.resolve(name), contents);
    }
}
