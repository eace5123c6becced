package io.github.diffusionelites.run;

import io.github.diffusionelites.run.job.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The header of an array in the NPY format of NumPy, versions 1.0 to 3.0: a magic, the version, the length of the
 * dictionary as a little-endian integer of 16 bits, from version 2.0 of 32 bits, and the dictionary. The data follow,
 * here little-endian and row-major.
 *
 * @param type of the elements
 * @param shape dimensions, outermost first; their product fits the size of the file
 */
public record NpyHeader(Type type, List<Long> shape) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** NumPy itself refuses longer ones unless it is told that the file is trusted. */
    private static final int LONGEST = 10_000;

    private static final int WORD = 4;

    /** Types of elements that are read. */
    public enum Type {
        /** 32-bit floating point. */
        FLOAT32("<f4", Float.BYTES),
        /** 64-bit floating point. */
        FLOAT64("<f8", Double.BYTES),
        /** Signed 32-bit integers. */
        INT32("<i4", Integer.BYTES),
        /** Signed 64-bit integers. */
        INT64("<i8", Long.BYTES);

        private final String name;
        private final int bytes;

        Type(String name, int bytes) {
            this.name = name;
            this.bytes = bytes;
        }

        /** Returns the size of an element. */
        public int bytes() {
            return bytes;
        }

        /** Returns the next element of a little-endian buffer, a {@link Double} or a {@link Long}. */
        public Number next(ByteBuffer data) {
            return switch (this) {
                case FLOAT32 -> (Number) (double) data.getFloat();
                case FLOAT64 -> (Number) data.getDouble();
                case INT32 -> (Number) (long) data.getInt();
                case INT64 -> (Number) data.getLong();
            };
        }
    }

    /** Copies the list. */
    public NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads a header; the data come next in the stream.
     *
     * @param file to name in refusals
     * @param size of the whole file, in bytes
     * @throws JobException if this is no such array, or its shape does not fit the size; in one sentence
     * @throws IOException if reading fails
     */
    public static NpyHeader read(String file, InputStream stream, long size) throws IOException {
        byte[] start = stream.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2 || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw refusal(file, "does not begin as an NPY file does; save it by numpy.save");
        }
        int version = start[MAGIC.length];
        if (version < 1 || version > 3 || start[MAGIC.length + 1] != 0) {
            throw refusal(
                    file,
                    "has the NPY version " + Byte.toUnsignedInt(start[MAGIC.length]) + "."
                            + Byte.toUnsignedInt(start[MAGIC.length + 1])
                            + ", but 1.0 to 3.0 are read; save it by numpy.save");
        }
        int prefix = version == 1 ? 2 : WORD;
        byte[] count = Arrays.copyOf(stream.readNBytes(prefix), WORD);
        long length = Integer.toUnsignedLong(
                ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getInt());
        if (length > LONGEST) {
            throw refusal(
                    file,
                    "has a header of " + length + " bytes, more than the " + LONGEST
                            + " that are read; save it by numpy.save");
        }
        byte[] text = stream.readNBytes((int) length);
        if (text.length < length) {
            throw refusal(file, "ends within its header; save it again by numpy.save");
        }
        NpyHeader header = new PythonDictionary(file, new String(text, StandardCharsets.UTF_8)).header();
        header.requireSize(file, size - start.length - prefix - length);
        return header;
    }

    private void requireSize(String file, long data) {
        long wanted = type.bytes;
        try {
            for (long dimension : shape) {
                wanted = Math.multiplyExact(wanted, dimension);
            }
        } catch (ArithmeticException e) {
            throw new JobException(
                    message(file, "has the shape " + shape + ", which no file can hold; save it again by numpy.save"),
                    e);
        }
        if (wanted != data) {
            throw refusal(
                    file,
                    "has " + data + " bytes of data, but its shape " + shape + " of " + type.name + " needs " + wanted
                            + "; save it again by numpy.save");
        }
    }

    /** Returns the type of a name of NumPy. */
    static Type type(String file, String name) {
        return Stream.of(Type.values())
                .filter(type -> type.name.equals(name))
                .findFirst()
                .orElseThrow(() -> refusal(
                        file,
                        "has elements of another type than float32, float64, int32 or int64, little-endian; save it as"
                                + " array.astype('<f8')"));
    }

    /** Returns the refusal of a file. */
    static JobException refusal(String file, String reason) {
        return new JobException(message(file, reason));
    }

    private static String message(String file, String reason) {
        return "The array " + file + " " + reason + ".";
    }
}
