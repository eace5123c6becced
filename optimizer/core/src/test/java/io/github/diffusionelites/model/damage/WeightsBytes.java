package io.github.diffusionelites.model.damage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Composes safetensors files byte by byte, right or wrong. */
public final class WeightsBytes {

    /** Eight bytes of data, from the first. */
    public static final String A = tensor("a", "\"F32\"", "[2]", "[0,8]");

    /** Four bytes of data, behind those of {@link #A}. */
    public static final String B = tensor("b", "\"F32\"", "[1]", "[8,12]");

    private WeightsBytes() {}

    /** Returns the entry of a tensor; all but the name are JSON. */
    public static String tensor(String name, String type, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":" + type + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    /** Returns a file with these entries in its header, and zeros as data. */
    public static byte[] file(int dataBytes, String... entries) {
        return text("{" + String.join(",", entries) + "}", dataBytes);
    }

    /** Returns a file with this header, and zeros as data. */
    public static byte[] text(String header, int dataBytes) {
        return text(header, StandardCharsets.UTF_8, dataBytes);
    }

    /** Returns a file with this header in any encoding, and zeros as data. */
    public static byte[] text(String header, Charset encoding, int dataBytes) {
        byte[] bytes = header.getBytes(encoding);
        return raw(bytes.length, bytes, dataBytes);
    }

    /** Returns a file that claims any length of its header. */
    public static byte[] raw(long claimed, byte[] header, int dataBytes) {
        return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(claimed)
                .put(header)
                .array();
    }

    /** Returns bytes from integers, for what no text can hold. */
    public static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Returns {@code {"}, the bytes, and {@code ":1}} as the header of a file. */
    public static byte[] name(int... bytes) {
        byte[] header = ByteBuffer.allocate(bytes.length + 6)
                .put(bytes('{', '"'))
                .put(bytes(bytes))
                .put(bytes('"', ':', '1', '}'))
                .array();
        return raw(header.length, header, 0);
    }
}
