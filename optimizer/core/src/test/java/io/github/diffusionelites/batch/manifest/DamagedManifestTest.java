package io.github.diffusionelites.batch.manifest;

import static io.github.diffusionelites.batch.manifest.ManifestFiles.doubles;
import static io.github.diffusionelites.batch.manifest.ManifestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.diffusionelites.support.Refusals;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that were made to do harm: each is refused, one sentence a problem. */
class DamagedManifestTest {

    private static final byte[] ARRAY = npy("<f8", "(2, 2)", doubles(0.5, 1, 2, 3));

    @TempDir
    private Path directory;

    private ManifestFiles files;

    @BeforeEach
    void setUp() {
        files = new ManifestFiles(directory);
    }

    static Stream<Arguments> texts() {
        String tooLong = "x".repeat(1 << 20);
        return Stream.of(
                arguments("nothing.csv", bytes(""), "has no search"),
                arguments("header.csv", bytes("id,seed\n"), "has no search"),
                arguments("blank.csv", bytes(" \r\n\n\t\n"), "has no search"),
                arguments("mark.csv", bytes("\ufeff"), "has no search"),
                arguments("marks.csv", bytes("\ufeff\ufeffid\n1\n"), "is unknown"),
                arguments("utf16.csv", "id\n1\n".getBytes(StandardCharsets.UTF_16), "row 1: the line is not text"),
                arguments("utf16le.csv", "id\n1\n".getBytes(StandardCharsets.UTF_16LE), "\"i\\u0000d\\u0000\" is unknown"),
                arguments(
                        "latin.csv", "id\n1\n\u00e9\n".getBytes(StandardCharsets.ISO_8859_1), "row 3: the line is not"),
                arguments("overlong.csv", latin("id\n\u00c0\u0080\n"), "row 2: the line is not text in UTF-8"),
                arguments("surrogate.csv", latin("id\n\u00ed\u00a0\u0080\n"), "row 2: the line is not text in UTF-8"),
                arguments("zero.csv", bytes("id\n\0\n"), "\"\\u0000\" is not a number"),
                arguments("escape.csv", bytes("id\n\u001b[2J\n"), "\\u001b[2J"),
                arguments("bidi.csv", bytes("\u202eid\n1\n"), "\\u202eid"),
                arguments("classic.csv", bytes("id,seed\r1,2\r3,4\r"), "is unknown"),
                arguments("semicolons.csv", bytes("id;seed\n1;2\n"), "\"id;seed\" is unknown"),
                arguments("tabs.csv", bytes("id\tseed\n1\t2\n"), "\"id\\u0009seed\" is unknown"),
                arguments(
                        "line.csv", bytes("id\n" + tooLong + "x\n"), "row 2: the line has more than the 1048576 bytes"),
                arguments("cell.csv", bytes("id\n" + tooLong + "\n"), "xxx... is not a number"),
                arguments("columns.csv", bytes("id,".repeat(100_000)), "more problems"),
                arguments("commas.csv", bytes("id\n" + ",".repeat(1 << 19)), "524289 cells, but needs 1"),
                arguments("quotes.csv", bytes("id\n" + "\"".repeat((1 << 19) + 1)), "does not end on its line"),
                arguments("deep.ndjson", bytes("[".repeat(1 << 19)), "this is not a JSON object"),
                arguments("deeper.ndjson", bytes("{\"goal\":" + "[".repeat(1 << 19)), "this is not JSON"),
                arguments("objects.ndjson", bytes("{\"goal\":".repeat(1 << 15)), "this is not JSON"),
                arguments("digits.ndjson", bytes("{\"id\":" + "1".repeat(1000) + "}"), "this is not JSON"),
                arguments("key.ndjson", bytes("{\"" + tooLong.substring(9) + "\":1}"), "characters) is unknown"),
                arguments("surrogate.ndjson", bytes("{\"sense\":\"\\ud800\"}"), "does not fit"),
                arguments("comment.ndjson", bytes("{} // all\n"), "row 1: "),
                arguments("text.ndjson", bytes("id,seed\n1,2\n"), "row 1: this is not JSON"),
                arguments("latin.ndjson", latin("{\"id\": 1}\n{\"\u00e9\": 1}\n"), "row 2: the line is not text"),
                arguments("array.ndjson", bytes("[{\"id\": 1}]"), "this is not a JSON object"),
                arguments("binary.csv", garbage(), "row 1: "),
                arguments("binary.ndjson", garbage(), "row 1: "));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void shouldRefuseTextInSentences(String name, byte[] contents, String expected) {
        requireSentences(name, files.refusal(() -> files.table(name, contents)), expected);
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                arguments("nothing", new byte[0], "does not begin as an NPY file"),
                arguments("zip", bytes("PK\u0003\u0004 and more of an archive"), "does not begin as an NPY file"),
                arguments("version 0", with(6, 0), "has the NPY version 0.0"),
                arguments("version 4", with(6, 4), "has the NPY version 4.0"),
                arguments("version 1.1", with(7, 1), "has the NPY version 1.1"),
                arguments("a long header", with(9, 0xff), "more than the 10000 that are read"),
                arguments("a short file", Arrays.copyOf(ARRAY, 20), "ends within its header"),
                arguments("no header", Arrays.copyOf(ARRAY, 8), "cannot be understood"),
                arguments("a byte less", Arrays.copyOf(ARRAY, ARRAY.length - 1), "has 31 bytes of data, but"),
                arguments("a byte more", Arrays.copyOf(ARRAY, ARRAY.length + 1), "has 33 bytes of data, but"),
                arguments("big-endian", type("'>f8'"), "elements of another type"),
                arguments("half", type("'<f2'"), "elements of another type"),
                arguments("bytes", type("'|u1'"), "elements of another type"),
                arguments("objects", type("'|O'"), "elements of another type"),
                arguments("structured", type("[('id', '<i8'), ('seed', '<i8')]"), "is a structured array"),
                arguments("column-major", header("'<f8'", "True", "(2, 2)"), "is column-major"),
                arguments("no truth", header("'<f8'", "1", "(2, 2)"), "cannot be understood"),
                arguments("a shape that is negative", shape("(-2, -2)"), "cannot be understood"),
                arguments("a shape of text", shape("('2', 2)"), "cannot be understood"),
                arguments("a number for a shape", shape("(2)"), "cannot be understood"),
                arguments("an empty shape", shape("()"), "has 32 bytes of data, but its shape [] of <f8 needs 8"),
                arguments("a shape that wraps", shape("(2305843009213693952, 8)"), "cannot be understood"),
                arguments("a shape that overflows", shape("(4294967296, 4294967296)"), "which no file can hold"),
                arguments("a huge shape", shape("(1000000000000, 2)"), "needs 16000000000000"),
                arguments("a shape of commas", shape("(,,)"), "cannot be understood"),
                arguments(
                        "a key twice",
                        npy("{'descr': '<f8', 'descr': '<f8', 'shape': (2, 2)}", 1, doubles(1, 2, 3, 4)),
                        "cannot be understood"),
                arguments(
                        "a key missing",
                        npy("{'descr': '<f8', 'shape': (2, 2)}", 1, doubles(1, 2, 3, 4)),
                        "cannot be understood"),
                arguments("no dictionary", npy("import os", 1, ByteBuffer.allocate(0)), "cannot be understood"),
                arguments("no braces", npy("{", 2, ByteBuffer.allocate(0)), "cannot be understood"),
                arguments("empty braces", npy("{}", 3, ByteBuffer.allocate(0)), "cannot be understood"),
                arguments("commas", npy("{" + ",".repeat(9000) + "}", 1, ByteBuffer.allocate(0)), "cannot be"),
                arguments("blanks", npy("{" + " ".repeat(9000) + "x}", 1, ByteBuffer.allocate(0)), "cannot be"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrays")
    void shouldRefuseArraysInASentence(String name, byte[] contents, String expected) {
        List<String> refusal = files.refusal(() -> files.table("a.npy", contents, "weight", "id"));
        assertThat(refusal).hasSize(1);
        requireSentences("a.npy", refusal, expected);
    }

    @Test
    void shouldRefuseEveryBeginningOfAnArray() {
        for (int length = 0; length < ARRAY.length; length++) {
            byte[] part = Arrays.copyOf(ARRAY, length);
            requireSentences("a.npy", files.refusal(() -> files.table("a.npy", part, "weight", "seed")), "");
        }
        assertThat(files.table("a.npy", ARRAY, "weight", "seed").manifest().searches())
                .hasSize(2);
    }

    @Test
    void shouldOpenRegularFilesOnly() throws Exception {
        Process mkfifo = new ProcessBuilder("mkfifo", files.path("pipe.csv").toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Files.createDirectory(files.path("directory.csv"));
        Files.createSymbolicLink(files.path("zero.csv"), Path.of("/dev/zero"));
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(manifest("pipe.csv"))
                    .containsExactly("The manifest pipe.csv cannot be read, because it is a pipe, a socket or a device;"
                            + " name a file in CSV, NDJSON or NPY.");
            assertThat(manifest("zero.csv"))
                    .containsExactly("The manifest zero.csv cannot be read, because it is a pipe, a socket or a device;"
                            + " name a file in CSV, NDJSON or NPY.");
        });
        assertThat(manifest("directory.csv"))
                .containsExactly("The manifest directory.csv cannot be read, because it is a directory; name a file in"
                        + " CSV, NDJSON or NPY.");
        assertThat(manifest("missing.csv"))
                .containsExactly("The manifest missing.csv cannot be read (there is no missing.csv); name an existing"
                        + " file.");
    }

    @Test
    void shouldRefuseAFileOfMoreThanFourGibibytes() throws Exception {
        try (RandomAccessFile sparse =
                new RandomAccessFile(files.path("large.csv").toFile(), "rw")) {
            sparse.setLength((4L << 30) + 1);
        }
        assertThat(manifest("large.csv"))
                .containsExactly("The manifest large.csv has 4294967297 bytes, more than the 4294967296 that are read;"
                        + " split it.");
    }

    private List<String> manifest(String name) {
        return files.refusal(() -> files.job("[manifest]\nfile = \"" + name + "\"\n"));
    }

    private static void requireSentences(String name, List<String> refusal, String expected) {
        assertThat(refusal)
                .hasSizeBetween(1, 21)
                .allSatisfy(line -> Refusals.requireSentence(line, name))
                .anyMatch(line -> line.contains(expected));
    }

    private static byte[] with(int place, int value) {
        byte[] damaged = ARRAY.clone();
        damaged[place] = (byte) value;
        return damaged;
    }

    private static byte[] type(String type) {
        return header(type, "False", "(2, 2)");
    }

    private static byte[] shape(String shape) {
        return header("'<f8'", "False", shape);
    }

    private static byte[] header(String type, String fortran, String shape) {
        return npy(
                "{'descr': " + type + ", 'fortran_order': " + fortran + ", 'shape': " + shape + ", }",
                1,
                doubles(0.5, 1, 2, 3));
    }

    private static byte[] garbage() {
        byte[] bytes = new byte[1 << 16];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
