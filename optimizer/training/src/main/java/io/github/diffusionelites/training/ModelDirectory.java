package io.github.diffusionelites.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** The files of a model. Each is written beside its place and then moved there, so that none is ever half written. */
final class ModelDirectory {

    static final String WEIGHTS = "model.safetensors";
    static final String DESCRIPTION = "model.json";
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
                    "The model cannot be written to " + path.toAbsolutePath() + " (" + e
                            + "); name a directory that can be written.",
                    e);
        }
    }

    /**
     * Writes a model.
     *
     * @param weights contents of the weights file
     * @param description contents of the description
     * @param losses of each step, from the first
     * @throws IOException if a file cannot be written
     */
    void write(byte[] weights, String description, List<Double> losses) throws IOException {
        StringBuilder table = new StringBuilder("step,loss\n");
        for (int i = 0; i < losses.size(); i++) {
            table.append(String.format(Locale.ROOT, "%d,%.6f\n", i + 1, losses.get(i)));
        }
        replace(WEIGHTS, weights);
        replace(DESCRIPTION, description.getBytes(StandardCharsets.UTF_8));
        replace(LOSSES, table.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void replace(String name, byte[] contents) throws IOException {
        Path target = path.resolve(name);
        Path temporary = path.resolve(name + ".tmp");
        try {
            Files.write(temporary, contents);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw new IOException(
                    "Writing " + contents.length + " bytes to " + target.toAbsolutePath() + " failed (" + e
                            + "); check the free space and the rights of the directory.",
                    e);
        }
    }
}
