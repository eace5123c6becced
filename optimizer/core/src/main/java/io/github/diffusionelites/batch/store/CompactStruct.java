package io.github.diffusionelites.batch.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A struct in the compact protocol of Apache Thrift: each field begins with a byte of its distance to the former field
 * and its type, integers are zigzag varints, and a 0 ends the struct. Fields are put by ascending number, less than 16
 * apart.
 */
final class CompactStruct {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    /** Longer lists have their size behind the byte of their type. */
    private static final int SHORT_LIST = 14;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int former;

    CompactStruct integer(int field, int value) {
        return header(field, I32).varint(zigzag(value));
    }

    CompactStruct whole(int field, long value) {
        return header(field, I64).varint(zigzag(value));
    }

    CompactStruct text(int field, String value) {
        return header(field, BINARY).binary(value);
    }

    CompactStruct struct(int field, CompactStruct value) {
        return header(field, STRUCT).raw(value);
    }

    CompactStruct integers(int field, List<Integer> values) {
        listHeader(field, I32, values.size());
        values.forEach(value -> varint(zigzag(value)));
        return this;
    }

    CompactStruct texts(int field, List<String> values) {
        listHeader(field, BINARY, values.size());
        values.forEach(this::binary);
        return this;
    }

    CompactStruct structs(int field, List<CompactStruct> values) {
        listHeader(field, STRUCT, values.size());
        values.forEach(this::raw);
        return this;
    }

    /** Returns the bytes, the end included. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes.toByteArray());
        all.write(0);
        return all.toByteArray();
    }

    private CompactStruct header(int field, int type) {
        bytes.write(((field - former) << 4) | type);
        former = field;
        return this;
    }

    private void listHeader(int field, int type, int size) {
        header(field, LIST);
        if (size <= SHORT_LIST) {
            bytes.write((size << 4) | type);
        } else {
            bytes.write(0xf0 | type);
            varint(size);
        }
    }

    private CompactStruct raw(CompactStruct value) {
        bytes.writeBytes(value.bytes());
        return this;
    }

    private CompactStruct binary(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        varint(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private CompactStruct varint(long value) {
        long left = value;
        for (; (left & ~0x7fL) != 0; left >>>= 7) {
            bytes.write((int) (left & 0x7f) | 0x80);
        }
        bytes.write((int) left);
        return this;
    }
}
