package io.github.diffusionelites.run;

import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.run.picture.ConvergencePoint;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first generations of a run, read back from the file that {@link GenerationLog} wrote.
 *
 * @param bytes of their lines; what follows them in the file belongs to later generations or is a torn line
 * @param generations in order
 */
record GenerationHistory(long bytes, List<RecordedGeneration> generations) {

    /** Lines have some 500 bytes; a file without line ends must not fill the memory. */
    private static final int LONGEST_LINE = 1 << 16;

    /** Decimals are kept, as rounding them twice could give another float than the one that was written. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * Reads lines.
     *
     * @param count generations to read
     * @param firstId id of the first search
     * @param searches lines of each generation
     * @param digest SHA-256 of the lines in hexadecimal digits
     * @throws CheckpointFormatException if the file does not begin with these lines
     */
    static GenerationHistory read(Path file, int count, int firstId, int searches, String digest) {
        boolean missing = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (count == 0 && missing) {
            return new GenerationHistory(0, List.of());
        }
        // A device in its place would be written to by a run that begins anew.
        if (!Files.isRegularFile(file)) {
            throw new CheckpointFormatException(file + ", which holds its generations, is missing or not a file");
        }
        if (count == 0) {
            return new GenerationHistory(0, List.of());
        }
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            long bytes = 0;
            MessageDigest found = Digests.sha256();
            List<RecordedGeneration> generations = new ArrayList<>();
            for (int generation = 0; generation < count; generation++) {
                List<JsonNode> lines = new ArrayList<>();
                for (int b = 0; b < searches; b++) {
                    byte[] line = line(stream);
                    bytes += line.length + 1;
                    found.update(line);
                    found.update((byte) '\n');
                    lines.add(parse(file, line, generation, firstId + b));
                }
                generations.add(recorded(lines));
            }
            if (!HexFormat.of().formatHex(found.digest()).equals(digest)) {
                throw new CheckpointFormatException("the lines of its " + count + " generations in "
                        + file.getFileName() + " are not those that the run had written");
            }
            return new GenerationHistory(bytes, generations);
        } catch (IOException e) {
            throw new CheckpointFormatException("its generations cannot be read: " + FileProblem.of(e), e);
        }
    }

    private static byte[] line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = stream.read(); next != '\n'; next = stream.read()) {
            if (next < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("there are fewer lines than generations");
            }
            line.write(next);
        }
        return line.toByteArray();
    }

    private static JsonNode parse(Path file, byte[] line, int generation, int search) {
        try {
            JsonNode node = MAPPER.readTree(line);
            if (node.path("generation").asInt(-1) == generation
                    && node.path("search").asInt(-1) == search) {
                return node;
            }
        } catch (JacksonException e) {
            throw misfit(file, generation, search, e);
        }
        throw misfit(file, generation, search, null);
    }

    private static CheckpointFormatException misfit(Path file, int generation, int search, @Nullable Exception cause) {
        return new CheckpointFormatException(
                file.getFileName() + " does not hold generation " + generation + " of search " + search
                        + " where it should",
                cause);
    }

    private static RecordedGeneration recorded(List<JsonNode> lines) {
        JsonNode first = lines.getFirst();
        JsonNode seconds = first.path("seconds");
        return new RecordedGeneration(
                first.path("evaluations").asLong(0),
                new StageTimes(
                        nanoseconds(seconds.path("individuals")),
                        nanoseconds(seconds.path("host_reward")),
                        nanoseconds(seconds.path("population"))),
                lines.stream().map(GenerationHistory::point).toList());
    }

    private static ConvergencePoint point(JsonNode line) {
        return new ConvergencePoint(
                line.path("steps").asInt(0),
                figure(line.path("best")),
                figure(line.path("elite_mean")),
                figure(line.path("median")),
                figure(line.path("q10")),
                figure(line.path("q90")));
    }

    private static double figure(JsonNode node) {
        return node.isNumber() ? node.decimalValue().floatValue() : Double.NaN;
    }

    private static long nanoseconds(JsonNode node) {
        return Math.round(node.asDouble(0) * 1e9);
    }
}
