package io.github.diffusionelites.model.damage;

import static io.github.diffusionelites.model.damage.WeightsBytes.A;
import static io.github.diffusionelites.model.damage.WeightsBytes.B;
import static io.github.diffusionelites.model.damage.WeightsBytes.file;
import static io.github.diffusionelites.model.damage.WeightsBytes.tensor;

import java.util.ArrayList;
import java.util.List;

/** Files whose tensors have shapes or places that do not fit each other or the data. */
final class DamagedPlaces {

    private static final String SHAPE = "a shape has up to 8 dimensions, each at least 1";
    private static final String OFFSETS = "there are two offsets, the second not before the first";
    private static final String SIZE = "the offsets span what type and shape need, counted in 64 bits";
    private static final String CONTIGUOUS = "tensors fill the data without hole or overlap";

    private DamagedPlaces() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        shapes(all);
        sizes(all);
        offsets(all);
        holes(all);
        return all;
    }

    private static void shapes(List<Damage> all) {
        add(all, SHAPE, "a dimension of 0", "[0]", "[0,0]", "each at least 1");
        add(all, SHAPE, "a dimension of 0 among others", "[2,0,3]", "[0,0]", "each at least 1");
        add(all, SHAPE, "two negative dimensions", "[-1,-2]", "[0,8]", "each at least 1");
        add(all, SHAPE, "a dimension of minus 2 to 63", "[-9223372036854775808]", "[0,8]", "each at least 1");
        add(all, SHAPE, "a negative zero", "[-0]", "[0,8]", "the number -0");
        add(all, SHAPE, "a fraction as dimension", "[2.0]", "[0,8]", "must be an integer");
        add(all, SHAPE, "an exponent as dimension", "[2e0]", "[0,8]", "must be an integer");
        add(all, SHAPE, "a dimension in quotes", "[\"2\"]", "[0,8]", "must be an integer");
        add(all, SHAPE, "a dimension that is null", "[null]", "[0,8]", "must be an integer");
        add(all, SHAPE, "a dimension that is true", "[true]", "[0,8]", "must be an integer");
        add(all, SHAPE, "a dimension that is an object", "[{}]", "[0,8]", "must be an integer");
        add(all, SHAPE, "nested dimensions", "[[2]]", "[0,8]", "must be an integer");
        add(all, SHAPE, "a dimension of 2 to 63", "[9223372036854775808]", "[0,8]", "9223372036854775808; each");
        add(all, SHAPE, "a dimension of 20 digits", "[99999999999999999999]", "[0,8]", "99999999999999999999; each");
        add(all, SHAPE, "a shape that is a number", "2", "[0,8]", "must be an array");
        add(all, SHAPE, "a shape that is null", "null", "[0,8]", "must be an array");
        add(all, SHAPE, "a shape that is an object", "{\"0\":2}", "[0,8]", "must be an array");
        add(all, SHAPE, "nine dimensions", "[1,1,1,1,1,1,1,1,2]", "[0,8]", "8 dimensions");
        add(all, SHAPE, "a thousand dimensions", "[1" + ",1".repeat(999) + "]", "[0,8]", "goes on for more than");
    }

    private static void sizes(List<Damage> all) {
        add(all, SIZE, "a product that wraps to 4", "[4194305,4194305,211106198978564]", "[0,16]", "64-bit");
        add(all, SIZE, "a product that wraps to 0", "[4294967296,4294967296]", "[0,0]", "64-bit");
        add(all, SIZE, "bytes that wrap to 0", "[4611686018427387904]", "[0,0]", "64-bit");
        add(all, SIZE, "the largest dimension", "[9223372036854775807]", "[0,8]", "64-bit");
        add(all, SIZE, "fewer bytes than the shape needs", "[3]", "[0,8]", "needs 12 bytes");
        add(all, SIZE, "more bytes than the shape needs", "[1]", "[0,8]", "needs 4 bytes");
        add(all, SIZE, "bytes in place of values", "[8]", "[0,8]", "needs 32 bytes");
        add(all, SIZE, "no bytes for a scalar", "[]", "[0,0]", "needs 4 bytes");
        add(all, SIZE, "a petabyte", "[281474976710656]", "[0,1125899906842624]", "the most are 2147483639");
        add(all, SIZE, "16 GiB that are not there", "[2147483639]", "[0,8589934556]", "there are 8 bytes of data");
        all.add(Damage.of("half a value", SIZE, "needs 4 bytes", file(3, tensor("a", "\"F16\"", "[2]", "[0,3]"))));
        all.add(Damage.of(
                "a type twice as wide", SIZE, "needs 16 bytes", file(8, tensor("a", "\"F64\"", "[2]", "[0,8]"))));
        all.add(Damage.of(
                "a type half as wide", SIZE, "needs 4 bytes", file(8, tensor("a", "\"BF16\"", "[2]", "[0,8]"))));
    }

    private static void offsets(List<Damage> all) {
        add(all, OFFSETS, "no offset", "[2]", "[]", "data_offsets []");
        add(all, OFFSETS, "one offset", "[2]", "[8]", "data_offsets [8]");
        add(all, OFFSETS, "three offsets", "[2]", "[0,8,8]", "data_offsets [0, 8, 8]");
        add(all, OFFSETS, "many offsets", "[2]", "[0,8" + ",8".repeat(500) + "]", "goes on for more than");
        add(all, OFFSETS, "offsets in the wrong order", "[2]", "[8,0]", "not before it");
        add(all, OFFSETS, "a negative begin", "[2]", "[-8,0]", "begin of at least 0");
        add(all, OFFSETS, "a negative end", "[2]", "[0,-8]", "not before it");
        add(all, OFFSETS, "a negative zero as begin", "[2]", "[-0,8]", "the number -0");
        add(all, OFFSETS, "a fraction as end", "[2]", "[0,8.0]", "must be an integer");
        add(all, OFFSETS, "an end of 2 to 64", "[2]", "[0,18446744073709551616]", "18446744073709551616; each");
        add(all, OFFSETS, "an end of 2 to 64 less 8", "[2]", "[0,18446744073709551608]", "18446744073709551608; each");
        add(all, OFFSETS, "offsets whose span wraps", "[2]", "[-9223372036854775808,0]", "begin of at least 0");
        add(all, OFFSETS, "offsets that are a text", "[2]", "\"0,8\"", "must be an array");
        add(all, OFFSETS, "offsets that are an object", "[2]", "{\"begin\":0}", "must be an array");
    }

    private static void holes(List<Damage> all) {
        add(all, CONTIGUOUS, "a place behind the data", "[2]", "[8,16]", "no hole");
        add(
                all,
                CONTIGUOUS,
                "a place at the end of counting",
                "[2]",
                "[9223372036854775799,9223372036854775807]",
                "no hole");
        hole(all, "a hole at the start", 12, A.replace("0,8", "4,12"));
        hole(all, "a hole of one byte", 13, A, B.replace("8,12", "9,13"));
        hole(all, "a hole between", 16, A, B.replace("8,12", "12,16"));
        hole(all, "an overlap", 8, A, B.replace("8,12", "4,8"));
        hole(all, "an overlap of one byte", 11, A, B.replace("8,12", "7,11"));
        hole(all, "the same bytes twice", 8, A, A.replace("\"a\"", "\"b\""));
        hole(all, "a tensor within a tensor", 8, A, B.replace("8,12", "0,4"));
        hole(all, "an overlap among three", 16, A, B.replace("8,12", "4,8"), tensor("c", "\"F64\"", "[1]", "[8,16]"));
    }

    private static void hole(List<Damage> all, String name, int dataBytes, String... tensors) {
        all.add(Damage.of(name, CONTIGUOUS, "no hole and no overlap", file(dataBytes, tensors)));
    }

    private static void add(List<Damage> all, String rule, String name, String shape, String offsets, String expected) {
        all.add(Damage.of(name, rule, expected, file(8, tensor("a", "\"F32\"", shape, offsets))));
    }
}
