package io.github.diffusionelites.model.damage;

import static io.github.diffusionelites.model.damage.WeightsBytes.A;
import static io.github.diffusionelites.model.damage.WeightsBytes.file;
import static io.github.diffusionelites.model.damage.WeightsBytes.tensor;
import static io.github.diffusionelites.model.damage.WeightsBytes.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Files whose header is JSON, but does not describe tensors. */
final class DamagedEntries {

    private static final String OBJECT = "a tensor is an object of dtype, shape and data_offsets";
    private static final String METADATA = "metadata is an object of texts";
    private static final String TYPE = "the type is F32, F16, BF16 or F64";
    private static final String NAME = "a name has at most 1,024 characters";
    private static final String COUNT = "there are at most 20,000 tensors";

    private DamagedEntries() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (String value : List.of("1", "null", "true", "\"F32\"", "[]", "1.5")) {
            String kind = value.replaceAll("[^A-Za-z0-9]", "");
            all.add(Damage.of(
                    "a tensor that is " + (kind.isEmpty() ? "an array" : kind),
                    OBJECT,
                    "must be an object",
                    text("{\"a\":" + value + "}", 0)));
            all.add(Damage.of(
                    "metadata that is " + (kind.isEmpty() ? "an array" : kind),
                    METADATA,
                    "__metadata__ must be an object",
                    text("{\"__metadata__\":" + value + "}", 0)));
            if (!value.startsWith("\"")) {
                all.add(Damage.of(
                        "metadata that holds " + (kind.isEmpty() ? "an array" : kind),
                        METADATA,
                        "\"k\" of __metadata__ must be a text",
                        text("{\"__metadata__\":{\"k\":" + value + "}}", 0)));
                all.add(Damage.of(
                        "a type that is " + (kind.isEmpty() ? "an array" : kind),
                        TYPE,
                        "dtype of the tensor \"a\" must be a text",
                        file(8, tensor("a", value, "[2]", "[0,8]"))));
            }
        }
        all.add(Damage.of("an empty tensor", OBJECT, "lacks dtype", text("{\"a\":{}}", 0)));
        all.add(Damage.of(
                "no dtype", OBJECT, "lacks dtype", text("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8)));
        all.add(Damage.of(
                "no shape", OBJECT, "lacks shape", text("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}", 8)));
        all.add(Damage.of(
                "no offsets", OBJECT, "lacks data_offsets", text("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8)));
        all.add(Damage.of(
                "an unknown key", OBJECT, "unknown key \"stride\"", file(8, A.replace("}", ",\"stride\":[1]}"))));
        all.add(Damage.of(
                "the old name of the offsets",
                OBJECT,
                "unknown key \"offsets\"",
                file(8, A.replace("data_offsets", "offsets"))));
        all.add(Damage.of(
                "a key in upper case", OBJECT, "unknown key \"DTYPE\"", file(8, A.replace("dtype", "DTYPE"))));
        for (String type : List.of("I64", "I8", "U8", "BOOL", "F8_E4M3", "F4", "C64", "f32", "F32 ", "", "float32")) {
            all.add(Damage.of(
                    "the type " + (type.isEmpty() ? "of no letters" : type.replaceAll("[^A-Za-z0-9]", "x")),
                    TYPE,
                    "has the type \"" + type + "\"; read are F32, F16, BF16 and F64",
                    file(8, tensor("a", "\"" + type + "\"", "[2]", "[0,8]"))));
        }
        all.add(Damage.of(
                "a type that a terminal obeys",
                TYPE,
                "has the type \"\\u001b[2J\"",
                file(8, tensor("a", "\"\\u001b[2J\"", "[2]", "[0,8]"))));
        all.add(Damage.of(
                "a name that a terminal obeys",
                TYPE,
                "tensor \"\\u001b]0;owned\\u0007\" has",
                file(8, tensor("\\u001b]0;owned\\u0007", "\"I8\"", "[8]", "[0,8]"))));
        all.add(Damage.of(
                "a type of 100 thousand letters",
                TYPE,
                "(100000 characters)",
                file(8, tensor("a", "\"" + "F".repeat(100_000) + "\"", "[2]", "[0,8]"))));
        all.add(Damage.of(
                "a name of 1025 letters", NAME, "1025 characters", file(8, tensor("n".repeat(1025), "1", "[]", "[]"))));
        all.add(Damage.of(
                "a name of a million letters",
                NAME,
                "is not strict JSON",
                file(8, tensor("n".repeat(1_000_000), "1", "[]", "[]"))));
        all.add(large("one tensor too many", COUNT, "more than 20000 tensors", DamagedEntries::manyTensors));
        all.add(large("a header full of names", COUNT, "more than 20000 tensors", DamagedEntries::manyNames));
        all.add(large(
                "a header full of brackets",
                "little depth",
                "must be an object",
                () -> "{\"a\":" + "[".repeat((16 << 20) - 10)));
        all.add(large("a header full of metadata", METADATA, "more than 10000 entries", DamagedEntries::manyTexts));
        String text = "{\"__metadata__\":{\"k\":\"";
        all.add(large(
                "a header full of one text",
                METADATA,
                "is not strict JSON",
                () -> text + "x".repeat((16 << 20) - 30) + "\"}}"));
        all.add(large(
                "a header cut off in a long text", METADATA, "is not strict JSON", () -> text + "x".repeat(4_000_000)));
        all.add(large(
                "a header of 16 MiB of spaces",
                "padding is no data",
                "bytes of data",
                () -> "{}" + " ".repeat((16 << 20) - 2)));
        all.add(large(
                "one tensor and 16 MiB of spaces",
                "padding is no data",
                "end at byte 8",
                () -> "{" + A + "}" + " ".repeat((16 << 20) - 100)));
        return all;
    }

    private static Damage large(String name, String rule, String expected, Supplier<String> header) {
        int data = expected.equals("bytes of data") ? 1 : 0;
        return new Damage(
                name, rule, expected, () -> WeightsBytes.text(header.get(), StandardCharsets.ISO_8859_1, data), 0);
    }

    private static String manyTensors() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= 20_000; i++) {
            header.append(i == 0 ? "" : ",")
                    .append(tensor(Integer.toString(i), "\"F16\"", "[1]", "[" + 2 * i + "," + (2 * i + 2) + "]"));
        }
        return header.append('}').toString();
    }

    private static String manyNames() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; header.length() < (16 << 20) - 200; i++) {
            header.append(i == 0 ? "" : ",")
                    .append(tensor(Integer.toString(i), "\"F64\"", "[1]", "[" + 8L * i + "," + (8L * i + 8) + "]"));
        }
        return header.append('}').toString();
    }

    private static String manyTexts() {
        StringBuilder header = new StringBuilder("{\"__metadata__\":{");
        for (int i = 0; header.length() < (16 << 20) - 40; i++) {
            header.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }
        return header.append("}}").toString();
    }
}
