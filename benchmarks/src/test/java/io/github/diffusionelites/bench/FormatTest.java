package io.github.diffusionelites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds every Java source to palantir-java-format. {@code ./mvnw test -pl benchmarks -am
 * -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false -Delites.format=replace} formats them.
 * A test and not a plugin, because the formatter needs the JDK of the tests, not that of Maven.
 */
class FormatTest {

    private static final Path ROOT = Path.of(System.getProperty("elites.root"));

    @Test
    void shouldBeFormatted() throws Exception {
        boolean replace = System.getProperty("elites.format", "check").equals("replace");
        StringWriter unformatted = new StringWriter();
        StringWriter problems = new StringWriter();
        Main formatter = new Main(
                new PrintWriter(unformatted, true), new PrintWriter(problems, true), InputStream.nullInputStream());

        formatter.format(Stream.concat(Stream.of("--palantir", replace ? "--replace" : "--dry-run"), sources().stream())
                .toArray(String[]::new));

        assertThat(problems.toString()).as("What the formatter cannot read").isEmpty();
        assertThat(unformatted.toString().lines())
                .as("Files that -Delites.format=replace would change")
                .isEmpty();
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<String> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isBuilt(ROOT.relativize(file)))
                    .map(Path::toString)
                    .toList();
            assertThat(sources).as("Java sources below " + ROOT).hasSizeGreaterThan(100);
            return sources;
        }
    }

    /** Only a directory target beside a pom.xml is what a build leaves; a package or class may be called so as well. */
    private static boolean isBuilt(Path file) {
        for (int i = 0; i < file.getNameCount(); i++) {
            Path module = i == 0 ? ROOT : ROOT.resolve(file.subpath(0, i));
            if (file.getName(i).toString().equals("target") && Files.exists(module.resolve("pom.xml"))) {
                return true;
            }
        }
        return false;
    }
}
