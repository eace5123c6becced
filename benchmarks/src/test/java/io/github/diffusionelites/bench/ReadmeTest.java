package io.github.diffusionelites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says nothing that does not hold: its Java example is compiled and run, the files that it names exist. */
class ReadmeTest {

    private static final Path ROOT = Path.of(System.getProperty("elites.root"));

    @TempDir
    private Path directory;

    @Test
    void shouldCompileAndRunTheJavaExample() throws Exception {
        String source = javaExample()
                .replace("\"optimizer/examples/unicycle\"", "\"" + ROOT.resolve("optimizer/examples/unicycle") + "\"");
        Path file = Files.writeString(directory.resolve("Steer.java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status = compiler.run(
                null,
                null,
                problems,
                "-Xlint:all",
                "-Werror",
                "-d",
                directory.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
        assertThat(problems.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();

        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Steer").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(standardOutput);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        double first = Double.parseDouble(lines.getFirst());
        double last = Double.parseDouble(lines.getLast());
        assertThat(last)
                .as("distance of the best, after a first generation with " + first)
                .isLessThan(first)
                .isLessThan(0.05);
    }

    @Test
    void shouldHaveAnExampleOfAboutTwentyLines() throws Exception {
        assertThat(javaExample().lines().filter(line -> !line.isBlank()).count())
                .isBetween(15L, 30L);
    }

    @Test
    void shouldNameTheArtifactOfThisVersion() throws Exception {
        Pattern coordinates =
                Pattern.compile("<groupId>(.*)</groupId>\\s*<artifactId>(.*)</artifactId>\\s*<version>(.*)</version>");
        Matcher dependency = coordinates.matcher(readme());
        assertThat(dependency.find()).as("a dependency in the README").isTrue();
        Matcher parent = coordinates.matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(parent.find()).as("the coordinates of the parent").isTrue();
        assertThat(dependency.group(1)).isEqualTo(parent.group(1));
        assertThat(dependency.group(2)).isEqualTo("elites-core");
        assertThat(dependency.group(3)).isEqualTo(parent.group(3));
    }

    @Test
    void shouldNameOnlyFilesThatExist() throws Exception {
        Matcher link = Pattern.compile("\\]\\(([^)#]+)\\)|src=\"([^\"]+)\"").matcher(readme());
        while (link.find()) {
            String target = link.group(1) != null ? link.group(1) : link.group(2);
            if (URI.create(target).getScheme() == null) {
                assertThat(ROOT.resolve(target)).exists();
            }
        }
    }

    private static String javaExample() throws Exception {
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertThat(block.find()).as("a block of Java in the README").isTrue();
        return block.group(1);
    }

    private static String readme() throws Exception {
        return Files.readString(ROOT.resolve("README.md"));
    }
}
