package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.diffusionelites.support.Refusals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Descriptions of models that were made to do harm: each is refused with one sentence. */
class DamagedDescriptionTest {

    private static final String VALID = RandomModel.json(RandomModel.fields(RandomModel.small(), "0".repeat(64)));

    @TempDir
    Path directory;

    static Stream<Arguments> damages() {
        String deep = "{\"training\":" + "{\"a\":".repeat(31) + "1" + "}".repeat(31) + "}";
        return Stream.of(
                arguments("nothing", bytes(""), "is empty"),
                arguments("spaces", bytes("   \n"), "not a JSON object"),
                arguments("a zero byte", new byte[1], "not strict JSON"),
                arguments("a byte order mark", bytes("\ufeff" + VALID), "not strict JSON"),
                arguments("UTF-16", VALID.getBytes(StandardCharsets.UTF_16LE), "not strict JSON"),
                arguments("UTF-16 with a mark", VALID.getBytes(StandardCharsets.UTF_16), "not UTF-8"),
                arguments("Latin-1", latin(VALID.replace("unet1d", "\u00e9")), "not UTF-8"),
                arguments("a slash in two bytes", latin(VALID.replace("model.", "\u00c0\u00af.")), "not UTF-8"),
                arguments("half a surrogate pair", with("unet1d", "\\ud800"), "\\ud800"),
                arguments("a zero byte at the end", bytes(VALID + "\0"), "not strict JSON"),
                arguments("a second object", bytes(VALID + VALID), "not strict JSON"),
                arguments("a word behind it", bytes(VALID + "x"), "not strict JSON"),
                arguments("cut off", bytes(VALID.substring(0, VALID.length() - 1)), "not strict JSON"),
                arguments("an array of it", bytes("[" + VALID + "]"), "not a JSON object"),
                arguments("a key twice", with("\"dim\":8", "\"dim\":8,\"dim\":8"), "Duplicate"),
                arguments("a key twice by an escape", with("\"dim\":8", "\"dim\":8,\"\\u0064im\":16"), "Duplicate"),
                arguments("depth 33", bytes("[" + deep + "]"), "nesting depth"),
                arguments("depth 100,000", bytes("[".repeat(100_000)), "nesting depth"),
                arguments("NaN", with("\"dim\":8", "\"dim\":NaN"), "not strict JSON"),
                arguments("infinity", with("\"dim\":8", "\"dim\":-Infinity"), "not strict JSON"),
                arguments("a number of 65 digits", with("\"dim\":8", "\"dim\":" + "8".repeat(65)), "not strict JSON"),
                arguments("a number of 64 digits", with("\"dim\":8", "\"dim\":" + "8".repeat(64)), "[4, 4096]"),
                arguments("a number beyond 64 bits", with("\"dim\":8", "\"dim\":18446744073709551624"), "[4, 4096]"),
                arguments("a number that wraps", with("\"dim\":8", "\"dim\":4294967304"), "[4, 4096]"),
                arguments("an exponent", with("\"dim\":8", "\"dim\":8e0"), "[4, 4096]"),
                arguments("a huge exponent", with("\"mean\":[0.0,", "\"mean\":[1e999999999,"), "finite"),
                arguments("a huge mean", with("\"mean\":[0.0,", "\"mean\":[1e39,"), "finite"),
                arguments("a tiny deviation", with("\"deviation\":[1.0,", "\"deviation\":[1e-60,"), "above 0"),
                arguments("a control character", with("unet1d", "\\u001b[2J"), "\\u001B[2J"),
                arguments("a key that a terminal obeys", with("\"dim\"", "\"\\u001b]0;\\u0007\""), "\\u001b]0;\\u0007"),
                arguments("a key that turns the line", with("\"dim\"", "\"\\u202e\""), "\\u202e"),
                arguments("a long key", with("\"dim\"", "\"" + "d".repeat(40_000) + "\""), "(40000 characters)"),
                arguments("a longer key", with("\"dim\"", "\"" + "d".repeat(60_000) + "\""), "not strict JSON"),
                arguments("a long value", with("\"unet1d\"", "\"" + "u".repeat(500_000) + "\""), "..., but allowed"),
                arguments(
                        "a name of a file elsewhere", with("\"model.s", "\"..\\u002f..\\u002fetc"), "plain file name"),
                arguments("a name with a zero byte", with("\"model.s", "\"model\\u0000s"), "plain file name"),
                arguments("a hidden name", with("\"model.s", "\".model.s"), "plain file name"),
                arguments("a digest with a line feed", with("0\"}", "0\\n\"}"), "64 hexadecimal"),
                arguments("too many levels", with("[1,2]", "[" + "1,".repeat(100_000) + "1]"), "1 to 8"),
                arguments(
                        "a mebibyte and a byte", bytes(VALID + " ".repeat((1 << 20) + 1 - VALID.length())), "1048577"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void shouldRefuseWithOneSentence(String name, byte[] contents, String expected) throws IOException {
        Path file = Files.write(directory.resolve("model.json"), contents);
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(expected)
                .satisfies(refusal -> Refusals.requireSentence(refusal.getMessage(), file));
    }

    @Test
    void shouldReadTheDescriptionThatTheOthersCameFrom() throws IOException {
        Path file = Files.write(directory.resolve("model.json"), bytes(VALID));
        ModelConfig.read(file);
        assertThatThrownBy(() -> DiffusionModel.load(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("model.safetensors does not exist");
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
