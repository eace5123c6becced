package io.github.diffusionelites.run.job;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.input.Problems;
import java.nio.file.Path;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** The text of a job file as TOML. */
final class JobToml {

    private JobToml() {}

    /**
     * Returns the whole file as a table.
     *
     * @param problems that later readers add to
     * @throws JobException if it is not TOML
     */
    static Section parse(Path file, String text, Problems problems) {
        TomlParseResult toml = parsed(file, text);
        toml.errors()
                .forEach(error -> problems.add(
                        error.position().line(),
                        "this is not TOML: " + firstLine(String.valueOf(error.getMessage())) + "."));
        problems.throwIfAny();
        return new Section(toml, "", 1, problems);
    }

    private static TomlParseResult parsed(Path file, String text) {
        try {
            return Toml.parse(text);
        } catch (RuntimeException | AssertionError e) {
            // The parser fails inside, for want of a node or in an assertion, where it cannot recover from a broken
            // line.
            throw new JobException(
                    "The job file " + file + " is not TOML, and so broken that no line can be named for it; start from"
                            + " an example.",
                    e);
        }
    }

    private static String firstLine(String message) {
        return Quoted.escaped(message.lines().findFirst().orElse("").replaceAll("\\.$", ""));
    }
}
