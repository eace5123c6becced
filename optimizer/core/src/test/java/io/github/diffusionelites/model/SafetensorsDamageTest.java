package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that lie: each is refused with a sentence that says what is wrong, and none costs much memory. */
class SafetensorsDamageTest {

    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private static final String B = "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}";

    @TempDir
    Path directory;

    static Stream<Arguments> damages() {
        String deep = "[".repeat(40) + "]".repeat(40);
        return Stream.of(
                arguments("nothing", new byte[0], "0 bytes, less than the 8"),
                arguments("half a length", new byte[7], "7 bytes, less than the 8"),
                arguments("length above the file", raw(100, "{}", 0), "claims 100 bytes"),
                arguments("length above the cap", raw((16 << 20) + 1, "{}", 0), "the most are 16777216"),
                arguments("length above 2^63", raw(-1, "{}", 0), "claims 18446744073709551615 bytes"),
                arguments("no header", raw(0, "", 4), "does not start with '{'"),
                arguments("an array", file("[]", 0), "does not start with '{'"),
                arguments("a leading space", file(" {}", 0), "does not start with '{'"),
                arguments("a byte order mark", file("\ufeff{}", 0), "does not start with '{'"),
                arguments("zeros", new byte[64], "does not start with '{'"),
                arguments("not UTF-8", latin("{\"\u00e9\":1}"), "is not UTF-8"),
                arguments("cut off JSON", file("{" + A, 8), "is not strict JSON"),
                arguments("a trailing comma", file("{" + A + ",}", 8), "is not strict JSON"),
                arguments("a comment", file("{" + A + "/* */}", 8), "is not strict JSON"),
                arguments("single quotes", file("{'a':1}", 0), "is not strict JSON"),
                arguments("a second object", file("{" + A + "}{}", 8), "goes on behind its object"),
                arguments("the same tensor twice", file("{" + A + "," + A + "}", 8), "Duplicate"),
                arguments(
                        "the same tensor by an escape",
                        file("{" + A + "," + A.replace("a\":{", "\\u0061\":{") + "}", 8),
                        "Duplicate"),
                arguments("dtype twice", file(entry("\"dtype\":\"F32\",\"dtype\":\"F16\""), 8), "Duplicate"),
                arguments("metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "Duplicate"),
                arguments("metadata that is no text", file("{\"__metadata__\":{\"k\":1}}", 0), "\"k\" of __metadata__"),
                arguments("metadata that is no object", file("{\"__metadata__\":[]}", 0), "__metadata__ must be"),
                arguments(
                        "an unknown key",
                        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}", 8),
                        "unknown key \"x\""),
                arguments("no dtype", file("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "lacks dtype"),
                arguments("no shape", file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8), "lacks shape"),
                arguments("no offsets", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8), "lacks data_offsets"),
                arguments(
                        "the old name of the offsets",
                        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"offsets\":[0,8]}}", 8),
                        "unknown key \"offsets\""),
                arguments("a tensor that is a number", file("{\"a\":1}", 0), "must be START_OBJECT"),
                arguments("an integer type", file(tensor("I64", "1", 0, 8), 8), "\"I64\"; read are"),
                arguments("a type in lower case", file(tensor("f32", "2", 0, 8), 8), "\"f32\""),
                arguments("a type that is a number", file(entry("\"dtype\":32"), 8), "dtype of the tensor \"a\""),
                arguments("a fraction as dimension", file(tensor("F32", "2.0", 0, 8), 8), "shape of the tensor"),
                arguments(
                        "a dimension beyond 64 bits",
                        file(tensor("F32", "99999999999999999999", 0, 8), 8),
                        "is not strict JSON"),
                arguments("a dimension in quotes", file(tensor("F32", "\"2\"", 0, 8), 8), "VALUE_NUMBER_INT"),
                arguments("a dimension of 0", file(tensor("F32", "0", 0, 0), 0), "each at least 1"),
                arguments("a negative dimension", file(tensor("F32", "-1,-2", 0, 8), 8), "each at least 1"),
                arguments("nine dimensions", file(tensor("F32", "1,1,1,1,1,1,1,1,2", 0, 8), 8), "8 dimensions"),
                arguments("a thousand dimensions", file(tensor("F32", "1" + ",1".repeat(999), 0, 8), 8), "goes on"),
                arguments("nested dimensions", file(tensor("F32", deep, 0, 8), 8), "VALUE_NUMBER_INT"),
                arguments(
                        "a product that wraps to 4",
                        file(tensor("F32", "4194305,4194305,211106198978564", 0, 16), 16),
                        "64-bit"),
                arguments("bytes that wrap", file(tensor("F64", "2305843009213693952", 0, 0), 0), "64-bit"),
                arguments("fewer bytes than the shape", file(tensor("F32", "3", 0, 8), 8), "needs 12 bytes"),
                arguments("more bytes than the shape", file(tensor("F32", "1", 0, 8), 8), "needs 4 bytes"),
                arguments("a begin behind the end", file(tensor("F32", "2", 8, 0), 8), "not before it"),
                arguments("a negative begin", file(tensor("F32", "2", -8, 0), 8), "begin of at least 0"),
                arguments("one offset", file(tensor("F32", "2", "8"), 8), "data_offsets [8]"),
                arguments("three offsets", file(tensor("F32", "2", "0,8,8"), 8), "data_offsets [0, 8, 8]"),
                arguments("a hole at the start", file(tensor("F32", "2", 4, 12), 12), "no hole"),
                arguments("a hole between", file("{" + A + "," + B.replace("8,12", "12,16") + "}", 16), "no hole"),
                arguments("an overlap", file("{" + A + "," + B.replace("8,12", "4,8") + "}", 8), "no overlap"),
                arguments(
                        "the same bytes twice",
                        file("{" + A + "," + A.replace("\"a\"", "\"b\"") + "}", 8),
                        "no overlap"),
                arguments("data cut off", file("{" + A + "," + B + "}", 11), "there are 11 bytes of data"),
                arguments("data left over", file("{" + A + "}", 9), "there are 9 bytes of data"),
                arguments("a petabyte", file(tensor("F32", "281474976710656", 0, 1L << 50), 8), "are 2147483639"),
                arguments(
                        "a name of 2,000 characters", file("{\"" + "n".repeat(2000) + "\":{}}", 0), "2000 characters"),
                arguments("null for a tensor", file("{\"a\":null}", 0), "must be START_OBJECT"),
                arguments("deep metadata", file("{\"__metadata__\":{\"k\":" + deep + "}}", 0), "must be VALUE_STRING"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void shouldRefuse(String name, byte[] contents, String expected) throws IOException {
        Path file = directory.resolve("damaged.safetensors");
        Files.write(file, contents);
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("damaged.safetensors")
                .hasMessageContaining(expected);
    }

    @Test
    void shouldRefuseTooManyTensors() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= 100_000; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"")
                    .append(i)
                    .append("\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[")
                    .append(2 * i)
                    .append(',')
                    .append(2 * i + 2)
                    .append("]}");
        }
        Path file = directory.resolve("many.safetensors");
        Files.write(file, file(header.append('}').toString(), 200_002));
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("more than 100000 tensors");
    }

    @Test
    void shouldRefuseAFileWithoutMemoryForIt() throws IOException {
        long bytes = 4L * (Runtime.getRuntime().maxMemory() / 4 + 1024);
        byte[] head = file(tensor("F32", "1024," + bytes / 4096, 0, bytes / 4096 * 4096), 0);
        Path file = directory.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(head);
            sparse.setLength(head.length + bytes / 4096 * 4096);
        }
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFormatException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).containsAnyOf("raise -Xmx", "the most are 2147483639"));
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws Exception {
        assertThatThrownBy(() -> Safetensors.read(directory.resolve("none")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Safetensors.read(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is a directory");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
        Files.write(directory.resolve("real"), file("{}", 0));
        assertThatThrownBy(() -> Safetensors.read(link))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("symbolic link");
        Path pipe = directory.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> Safetensors.read(pipe))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("pipe"));
    }

    /** Every single bit of the header and every length of the file: refused or, where it is still valid, read. */
    @Test
    void shouldSurviveEveryFlippedBitAndEveryLength() throws IOException {
        byte[] whole = file("{" + A + "," + B + ",\"__metadata__\":{\"format\":\"pt\"}}", 12);
        Path file = directory.resolve("flipped.safetensors");
        int read = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            read += reads(file, flipped) ? 1 : 0;
        }
        // Names, metadata and values may change; types, shapes, offsets and lengths may not.
        assertThat(read).isBetween(12 * 8, whole.length * 4);
        for (int length = 0; length < whole.length; length++) {
            assertThat(reads(file, Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .isFalse();
        }
    }

    @Test
    void shouldSurviveRandomBytes() throws IOException {
        long seed = 4242;
        SplittableRandom random = new SplittableRandom(seed);
        Path file = directory.resolve("random.safetensors");
        byte[] whole = file("{" + A + "," + B + "}", 12);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(1, 5); k > 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            reads(file, damaged);
        }
    }

    private static boolean reads(Path file, byte[] contents) throws IOException {
        Files.write(file, contents);
        try {
            Safetensors.read(file);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    private static String tensor(String type, String shape, long begin, long end) {
        return tensor(type, shape, begin + "," + end);
    }

    private static String tensor(String type, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}}";
    }

    private static String entry(String type) {
        return "{\"a\":{" + type + ",\"shape\":[2],\"data_offsets\":[0,8]}}";
    }

    private static byte[] file(String header, int dataBytes) {
        return raw(header.getBytes(StandardCharsets.UTF_8).length, header, dataBytes);
    }

    private static byte[] raw(long length, String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .array();
    }

    private static byte[] latin(String header) {
        byte[] json = header.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(8 + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
