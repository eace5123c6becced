package io.github.diffusionelites.run.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.diffusionelites.support.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Job files that were made to do harm: each is refused, one sentence a problem. */
class DamagedJobTest {

    private static final String VALID = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 3
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;

    @TempDir
    private Path directory;

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments("nothing", bytes(""), "is empty"),
                arguments("spaces", bytes(" \n \n"), "is empty"),
                arguments("a byte order mark", bytes("\ufeff" + VALID), "byte order mark"),
                arguments("UTF-16", VALID.getBytes(StandardCharsets.UTF_16LE), "not TOML"),
                arguments("UTF-16 with a mark", VALID.getBytes(StandardCharsets.UTF_16), "not text in UTF-8"),
                arguments("Latin-1", latin(VALID + "# \u00e9"), "not text in UTF-8"),
                arguments("a zero in two bytes", latin(VALID + "# \u00c0\u0080"), "not text in UTF-8"),
                arguments("a surrogate in UTF-8", latin(VALID + "# \u00ed\u00a0\u0080"), "not text in UTF-8"),
                arguments("a zero byte", bytes(VALID + "\0"), "not TOML"),
                arguments("a zero byte in a comment", bytes(VALID + "# \0"), "not TOML"),
                arguments("an escape in a comment", bytes(VALID + "# \u001b[2J"), "not TOML"),
                arguments("an escape in a text", with("\"identity\"", "\"\u001b[2J\""), "not TOML"),
                arguments("a delete character", with("\"identity\"", "\"\u007f\""), "not TOML"),
                arguments("a carriage return alone", with("kind", "\rkind"), "not TOML"),
                arguments("an escaped escape", with("\"identity\"", "\"\\u001b[2J\""), "\\u001b[2J"),
                arguments("a key that a terminal obeys", with("kind", "\"\\u001b]0;\\u0007\""), "\\u001b]0;\\u0007"),
                arguments("a key of two lines", with("kind", "\"a\\nb\""), "\\u000a"),
                arguments("a key that turns the line", with("kind", "\"\\u202e\""), "\\u202e"),
                arguments("half a surrogate pair", with("\"identity\"", "\"\\ud800\""), "not TOML"),
                arguments("a character above U+10FFFF", with("\"identity\"", "\"\\UFFFFFFFF\""), "not TOML"),
                arguments("a key twice", with("length = 4", "length = 4\nlength = 4"), "not TOML"),
                arguments(
                        "a key twice by an escape", with("length = 4", "length = 4\n\"l\\u0065ngth\" = 4"), "not TOML"),
                arguments("a table twice", bytes(VALID + "[model]\n"), "not TOML"),
                arguments("a table that is a value", with("[search]", "[model.kind]"), "not TOML"),
                arguments("an unknown table", bytes(VALID + "[extra]\n"), "\"extra\" is unknown"),
                arguments(
                        "an unknown key", with("length = 4", "length = 4\n__proto__ = 1"), "\"__proto__\" of [model]"),
                arguments("a long unknown key", bytes("k".repeat(500_000) + " = 1\n" + VALID), "(500000 characters)"),
                arguments("a long text", with("identity", "i".repeat(500_000)), "iii..."),
                arguments("arrays 10,000 deep", with("4", "[".repeat(10_000) + "]".repeat(10_000)), "too deep"),
                arguments("arrays 100,000 deep and open", with("4", "[".repeat(100_000)), "not TOML"),
                arguments("tables 10,000 deep", with("length", "a" + ".a".repeat(10_000)), "too deep"),
                arguments("inline tables 10,000 deep", with("4", "{a=".repeat(10_000)), "not TOML"),
                arguments("10,000 problems", bytes(VALID + "= 1\n".repeat(10_000)), "more problems"),
                arguments("1,000 unknown keys", bytes(keys(1000) + VALID), "980 more problems"),
                arguments("NaN", with("[0.4, 0.2]", "[nan, 0.2]"), "[nan, 0.2]"),
                arguments("infinity", with("[0.4, 0.2]", "[0.4, -inf]"), "[0.4, -inf]"),
                arguments("a number beyond float32", with("[0.4, 0.2]", "[3.5e38, 0]"), "finite"),
                arguments("a number beyond double", with("[0.4, 0.2]", "[1e999999999, 0]"), "too large"),
                arguments(
                        "an integer beyond 64 bits", with("length = 4", "length = 18446744073709551620"), "too large"),
                arguments("an integer that wraps", with("length = 4", "length = 4294967300"), "is 4294967300"),
                arguments(
                        "a number of 100,000 digits",
                        with("length = 4", "length = " + "4".repeat(100_000)),
                        "too large"),
                arguments("a negative zero", with("length = 4", "length = -0"), "is 0"),
                arguments("a date", with("length = 4", "length = 1979-05-27"), "is 1979-05-27"),
                arguments("a date that is none", with("length = 4", "length = 2021-02-30"), "not TOML"),
                arguments(
                        "a path with a zero byte",
                        with("kind = \"identity\"", "directory = \"a\\u0000b\""),
                        "directory"),
                arguments(
                        "a mebibyte and a byte", bytes(VALID + "#".repeat((1 << 20) + 1 - VALID.length())), "1048576"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void shouldRefuseInSentences(String name, byte[] contents, String expected) throws IOException {
        Path file = Files.write(directory.resolve("job.toml"), contents);
        assertThatThrownBy(() -> JobFile.read(file))
                .isInstanceOf(JobException.class)
                .hasMessageContaining(expected)
                .satisfies(refusal -> assertThat(refusal.getMessage().lines())
                        .hasSizeBetween(1, 21)
                        .allSatisfy(line -> Refusals.requireSentence(line, file)));
    }

    @Test
    void shouldReadTheJobThatTheOthersCameFrom() throws IOException {
        Path file = Files.write(directory.resolve("job.toml"), bytes(VALID));
        Path link = Files.createSymbolicLink(directory.resolve("link.toml"), file);
        assertThat(JobFile.read(link)).isEqualTo(JobFile.read(file));
    }

    @Test
    void shouldOpenRegularFilesOnly() throws Exception {
        Path pipe = directory.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        for (Path special : new Path[] {pipe, Path.of("/dev/zero")}) {
            Assertions.assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> JobFile.read(special))
                            .isInstanceOf(JobException.class)
                            .hasMessageContaining("a pipe, a socket or a device"));
        }
    }

    private static String keys(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("key").append(i).append(" = 1\n");
        }
        return text.toString();
    }

    private static byte[] with(String there, String instead) {
        if (!VALID.contains(there)) {
            throw new IllegalArgumentException(there + " is not in " + VALID);
        }
        return bytes(VALID.replace(there, instead));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
