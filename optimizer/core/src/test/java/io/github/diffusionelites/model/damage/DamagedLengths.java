package io.github.diffusionelites.model.damage;

import static io.github.diffusionelites.model.damage.WeightsBytes.A;
import static io.github.diffusionelites.model.damage.WeightsBytes.B;
import static io.github.diffusionelites.model.damage.WeightsBytes.bytes;
import static io.github.diffusionelites.model.damage.WeightsBytes.file;
import static io.github.diffusionelites.model.damage.WeightsBytes.raw;
import static io.github.diffusionelites.model.damage.WeightsBytes.tensor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files whose length, or the length of whose header, is not what it says. */
final class DamagedLengths {

    private static final String PREFIX = "a file starts with the 8 bytes of the header's length";
    private static final String HEADER = "the header has at most 16 MiB and lies within the file";
    private static final String EXACT = "the file ends where the last tensor ends";

    private static final byte[] EMPTY = bytes('{', '}');
    private static final byte[] WHOLE = file(12, A, B);

    private DamagedLengths() {}

    static List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        all.add(Damage.of("nothing at all", PREFIX, "is empty", new byte[0]));
        for (int length = 1; length < Long.BYTES; length++) {
            all.add(Damage.of(
                    "only " + length + " bytes", PREFIX, "has " + length + " bytes", Arrays.copyOf(WHOLE, length)));
        }
        all.add(Damage.of("a length and nothing more", HEADER, "claims", Arrays.copyOf(WHOLE, Long.BYTES)));
        all.add(claim("header one byte longer than the file", 3, "claims 3 bytes"));
        all.add(claim("header far longer than the file", 1000, "claims 1000 bytes"));
        all.add(claim("header at the limit longer than the file", 16 << 20, "claims 16777216 bytes"));
        all.add(claim("header one byte above the limit", (16 << 20) + 1, "the most are 16777216"));
        all.add(claim("header of 100 million bytes", 100_000_000, "the most are 16777216"));
        all.add(claim("header of 2 GiB", 1L << 31, "the most are 16777216"));
        all.add(claim("header of 4 GiB and two bytes", (1L << 32) + 2, "claims 4294967298 bytes"));
        all.add(claim("header of 8 EiB less one", Long.MAX_VALUE, "claims 9223372036854775807 bytes"));
        all.add(claim("header of 8 EiB", Long.MIN_VALUE, "claims 9223372036854775808 bytes"));
        all.add(claim("header of minus eight bytes", -8, "claims 18446744073709551608 bytes"));
        all.add(claim("header of minus one byte", -1, "claims 18446744073709551615 bytes"));
        all.add(claim("length in big endian", Long.reverseBytes(2), "claims 144115188075855872 bytes"));
        all.add(new Damage(
                "header above the limit that is there",
                HEADER,
                "the most are 16777216",
                () -> raw((16 << 20) + 1, EMPTY, 0),
                (16 << 20) + 100));
        for (int less : new int[] {1, 4, 8, 11, 12}) {
            all.add(Damage.of(
                    "data " + less + " bytes short",
                    EXACT,
                    "there are " + (12 - less) + " bytes of data",
                    Arrays.copyOf(WHOLE, WHOLE.length - less)));
        }
        for (int more : new int[] {1, 4, 4096}) {
            all.add(Damage.of(
                    "data " + more + " bytes long",
                    EXACT,
                    "there are " + (12 + more) + " bytes of data",
                    Arrays.copyOf(WHOLE, WHOLE.length + more)));
        }
        all.add(Damage.of("data without a tensor", EXACT, "there are 4 bytes of data", raw(2, EMPTY, 4)));
        byte[] metadata = "{\"__metadata__\":{}}".getBytes(StandardCharsets.UTF_8);
        all.add(Damage.of("data beside metadata only", EXACT, "there are 1 bytes", raw(metadata.length, metadata, 1)));
        all.add(sparse("a terabyte behind no tensor", EMPTY, 1L << 40, "there are 1099511627776 bytes of data"));
        byte[] huge = ("{" + tensor("a", "\"F32\"", "[1048576,131072]", "[0,549755813888]") + "}")
                .getBytes(StandardCharsets.UTF_8);
        all.add(sparse("half a terabyte in a tensor", huge, 1L << 39, "the most are 2147483639"));
        return all;
    }

    private static Damage claim(String name, long length, String expected) {
        return Damage.of(name, HEADER, expected, raw(length, EMPTY, 0));
    }

    private static Damage sparse(String name, byte[] header, long dataBytes, String expected) {
        return new Damage(
                name,
                "nothing is allocated for what cannot be read",
                expected,
                () -> raw(header.length, header, 0),
                Long.BYTES + header.length + dataBytes);
    }
}
