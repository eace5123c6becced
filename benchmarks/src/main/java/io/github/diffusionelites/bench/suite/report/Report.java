package io.github.diffusionelites.bench.suite.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run of the suite found.
 *
 * @param name what its files begin with, for example {@code gpu-check} or {@code gpu-time-kernels}
 * @param host where it was made
 * @param verdicts of its checks, in the order in which they ended; may be empty
 * @param figures that it measured; may be empty
 * @param notes sentences that hold for all of it, such as that it was interrupted; may be empty
 */
public record Report(String name, Host host, List<Verdict> verdicts, List<Figure> figures, List<String> notes) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Copies what is given, so that its lists may go on growing. */
    public Report {
        verdicts = List.copyOf(verdicts);
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /** Whether any of its checks failed. */
    public boolean failed() {
        return verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.FAILED);
    }

    /** Returns it as JSON; keys are the components' names with underscores, what is not known is null. */
    public String json() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /** Returns it as Markdown. */
    public String markdown() {
        return ReportMarkdown.of(this);
    }

    /**
     * Writes {@code NAME-DATE.json} and {@code NAME-DATE.md}, in the place of earlier ones of the same run, so that a
     * reader sees a whole file at any time.
     *
     * @param directory for both; made if it is missing
     * @return the Markdown file
     */
    public Path write(Path directory) {
        String stem = name + "-" + host.dateInNames();
        try {
            Files.createDirectories(directory);
            replace(directory.resolve(stem + ".json"), json());
            return replace(directory.resolve(stem + ".md"), markdown());
        } catch (IOException e) {
            throw new UncheckedIOException("The report " + stem + " cannot be written to " + directory + ".", e);
        }
    }

    private static Path replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        return Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads a JSON file that {@link #write} made.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public static Report read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException("The report " + file + " cannot be read.", e);
        }
    }
}
