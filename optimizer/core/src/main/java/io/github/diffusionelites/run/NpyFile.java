package io.github.diffusionelites.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes float32 arrays in the NPY format 1.0 of NumPy: a magic, the version, the length of the header as a
 * little-endian 16-bit integer, the header as a Python dictionary, padded so that the data begin at a multiple of 64,
 * and the data, little-endian and row-major.
 */
public final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    /** Floats that are encoded at once: an array may take half of the heap. */
    private static final int PART = 1 << 14;

    private NpyFile() {}

    /**
     * Writes an array.
     *
     * @param values row-major
     * @param dimensions outermost first; their product is the number of values
     * @throws java.io.UncheckedIOException if that fails
     */
    public static void write(Path file, float[] values, int... dimensions) {
        long bytes = header(values.length, dimensions).length + (long) Float.BYTES * values.length;
        AtomicFile.write(file, bytes, stream -> encode(stream, values, dimensions));
    }

    /** Writes the bytes of the file. */
    static void encode(OutputStream stream, float[] values, int... dimensions) throws IOException {
        stream.write(header(values.length, dimensions));
        ByteBuffer part = ByteBuffer.allocate(PART * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int count;
        for (int first = 0; first < values.length; first += count) {
            count = Math.min(PART, values.length - first);
            part.asFloatBuffer().put(values, first, count);
            stream.write(part.array(), 0, count * Float.BYTES);
        }
    }

    private static byte[] header(int count, int... dimensions) {
        if (Arrays.stream(dimensions).asLongStream().reduce(1, (a, b) -> a * b) != count) {
            throw new IllegalArgumentException(
                    count + " values do not fill an array of shape " + Arrays.toString(dimensions) + ".");
        }
        return header(dimensions);
    }

    /**
     * Returns the bytes before the data.
     *
     * @param dimensions outermost first
     */
    public static byte[] header(int... dimensions) {
        String shape = Arrays.stream(dimensions).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String tuple = dimensions.length == 1 ? shape : shape.substring(0, shape.length() - 1);
        String entries = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int unpadded = MAGIC.length + Short.BYTES + entries.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        byte[] text = (entries + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(unpadded + padding)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
