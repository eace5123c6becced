package io.github.diffusionelites.model.damage;

import static io.github.diffusionelites.model.damage.WeightsBytes.A;
import static io.github.diffusionelites.model.damage.WeightsBytes.bytes;
import static io.github.diffusionelites.model.damage.WeightsBytes.file;
import static io.github.diffusionelites.model.damage.WeightsBytes.name;
import static io.github.diffusionelites.model.damage.WeightsBytes.raw;
import static io.github.diffusionelites.model.damage.WeightsBytes.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files whose header is not one JSON object in UTF-8, or one that two readers could read in two ways. */
final class DamagedJson {

    private static final String START = "the header starts with '{'";
    private static final String ENCODING = "the header is UTF-8";
    private static final String STRICT = "the header is strict JSON";
    private static final String ONE = "the header is one object, padded with spaces at most";
    private static final String UNIQUE = "no key stands twice in an object";
    private static final String DEPTH = "little depth";

    private static final String NOT_START = "does not start with '{'";
    private static final String NOT_UTF8 = "is not UTF-8";
    private static final String NOT_JSON = "is not strict JSON";

    private DamagedJson() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        starts(all);
        encodings(all);
        syntax(all);
        duplicates(all);
        return all;
    }

    private static void starts(List<Damage> all) {
        all.add(Damage.of("no header", START, NOT_START, raw(0, new byte[0], 4)));
        all.add(Damage.of("zeros", START, NOT_START, new byte[64]));
        all.add(Damage.of("a header of zeros", START, NOT_START, raw(16, new byte[16], 0)));
        all.add(Damage.of("an array", START, NOT_START, text("[]", 0)));
        all.add(Damage.of("a text", START, NOT_START, text("\"{}\"", 0)));
        all.add(Damage.of("null as header", START, NOT_START, text("null", 0)));
        all.add(Damage.of("a leading space", START, NOT_START, text(" {}", 0)));
        all.add(Damage.of("a leading line feed", START, NOT_START, text("\n{}", 0)));
        all.add(Damage.of("a byte order mark", START, NOT_START, text("\ufeff{}", 0)));
        all.add(Damage.of("UTF16 in big endian", START, NOT_START, text("{" + A + "}", StandardCharsets.UTF_16BE, 8)));
        all.add(Damage.of(
                "a pickle in a zip", START, "the most are", bytes('P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 'd', 'a', 't')));
        all.add(Damage.of("a header behind a header", START, NOT_START, text("\u0002\0\0\0\0\0\0\0{}", 0)));
    }

    private static void encodings(List<Damage> all) {
        all.add(Damage.of("Latin 1", ENCODING, NOT_UTF8, text("{\"\u00e9\":1}", StandardCharsets.ISO_8859_1, 0)));
        all.add(Damage.of("a continuation byte alone", ENCODING, NOT_UTF8, name(0x80)));
        all.add(Damage.of("a character cut off", ENCODING, NOT_UTF8, name(0xe2, 0x82)));
        all.add(Damage.of("a slash in two bytes", ENCODING, NOT_UTF8, name(0xc0, 0xaf)));
        all.add(Damage.of("a zero in two bytes", ENCODING, NOT_UTF8, name(0xc0, 0x80)));
        all.add(Damage.of("a character in too many bytes", ENCODING, NOT_UTF8, name(0xf0, 0x82, 0x82, 0xac)));
        all.add(Damage.of("a surrogate in UTF8", ENCODING, NOT_UTF8, name(0xed, 0xa0, 0x80)));
        all.add(Damage.of("a character above U10FFFF", ENCODING, NOT_UTF8, name(0xf4, 0x90, 0x80, 0x80)));
        all.add(Damage.of("a byte that is never UTF8", ENCODING, NOT_UTF8, name(0xff)));
        all.add(Damage.of("a broken byte in the padding", ENCODING, NOT_UTF8, raw(3, bytes('{', '}', 0xff), 0)));
        all.add(Damage.of(
                "UTF16 in little endian", ENCODING, NOT_JSON, text("{" + A + "}", StandardCharsets.UTF_16LE, 8)));
        all.add(Damage.of("half a surrogate pair in a name", ENCODING, "surrogate", text("{\"\\ud800\":1}", 0)));
        all.add(Damage.of(
                "half a surrogate pair in metadata",
                ENCODING,
                "surrogate",
                file(0, "\"__metadata__\":{\"k\":\"\\udfff\"}")));
        all.add(Damage.of("surrogates in the wrong order", ENCODING, "surrogate", text("{\"\\udc00\\ud800\":1}", 0)));
    }

    private static void syntax(List<Damage> all) {
        String[][] broken = {
            {"only a brace", "{"},
            {"cut off behind a tensor", "{" + A},
            {"cut off within a name", "{\"a"},
            {"cut off within an escape", "{\"a\\u00"},
            {"cut off within a number", "{\"a\":{\"shape\":[1"},
            {"a trailing comma", "{" + A + ",}"},
            {"two commas", "{" + A + ",,}"},
            {"no comma", "{" + A + " " + A + "}"},
            {"a comment in stars", "{" + A + "/* */}"},
            {"a comment in slashes", "{" + A + "//\n}"},
            {"a comment in YAML", "{" + A + "#\n}"},
            {"single quotes", "{'a':1}"},
            {"a name without quotes", "{a:1}"},
            {"a number as name", "{1:1}"},
            {"no colon", "{\"a\" 1}"},
            {"an equals sign", "{\"a\"={}}"},
            {"a wrong bracket", "{" + A + "]"},
            {"a line feed in a name", "{\"a\nb\":1}"},
            {"a zero byte in a name", "{\"a\0b\":1}"},
            {"an escape sign in a name", "{\"\u001b[31m\":1}"},
            {"a zero byte behind the object", "{}\0"},
            {"an unknown escape", "{\"\\x61\":1}"},
            {"an escape without digits", "{\"\\u00zz\":1}"},
            {"a word that is none", "{\"a\":nul}"},
            {"NaN as dimension", "{\"a\":{\"shape\":[NaN]}}"},
            {"infinity as dimension", "{\"a\":{\"shape\":[Infinity]}}"},
            {"a hexadecimal dimension", "{\"a\":{\"shape\":[0x2]}}"},
            {"a leading zero", "{\"a\":{\"shape\":[02]}}"},
            {"a leading plus", "{\"a\":{\"shape\":[+2]}}"},
            {"an underscore in a number", "{\"a\":{\"shape\":[1_0]}}"},
            {"a number of 1000 digits", "{\"a\":{\"shape\":[" + "1".repeat(1000) + "]}}"},
        };
        for (String[] one : broken) {
            all.add(Damage.of(one[0], STRICT, NOT_JSON, text(one[1], 0)));
        }
        all.add(Damage.of("a second object", ONE, "goes on behind its object", text("{" + A + "}{}", 8)));
        all.add(Damage.of("a number behind the object", ONE, "goes on behind its object", text("{" + A + "} 1", 8)));
        all.add(Damage.of("a brace too many", ONE, NOT_JSON, text("{" + A + "}}", 8)));
        all.add(Damage.of("objects a thousand deep", DEPTH, "unknown key", text("{\"a\":".repeat(1000), 0)));
        all.add(Damage.of(
                "arrays a thousand deep",
                DEPTH,
                "must be an integer",
                text("{\"a\":{\"shape\":" + "[".repeat(1000) + "]}}", 0)));
    }

    private static void duplicates(List<Damage> all) {
        String type = "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        all.add(Damage.of("a tensor twice", UNIQUE, "Duplicate", file(8, A, A)));
        all.add(Damage.of(
                "a tensor twice by an escape", UNIQUE, "Duplicate", file(8, A, A.replace("\"a\"", "\"\\u0061\""))));
        all.add(Damage.of("a type twice", UNIQUE, "Duplicate", text(type, 8)));
        all.add(Damage.of(
                "a shape twice", UNIQUE, "Duplicate", file(8, A.replace("\"shape\"", "\"shape\":[1],\"shape\""))));
        all.add(Damage.of(
                "offsets twice",
                UNIQUE,
                "Duplicate",
                file(8, A.replace("\"data_offsets\"", "\"data_offsets\":[0,4],\"data_offsets\""))));
        all.add(Damage.of(
                "metadata twice", UNIQUE, "Duplicate", file(0, "\"__metadata__\":{}", "\"__metadata__\":{}")));
        all.add(Damage.of(
                "a key of the metadata twice",
                UNIQUE,
                "Duplicate",
                file(0, "\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}")));
    }
}
