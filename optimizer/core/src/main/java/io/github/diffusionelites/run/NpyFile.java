package io.github.diffusionelites.run;

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

    private NpyFile() {}

    /**
     * Writes an array.
     *
     * @param values row-major
     * @param dimensions outermost first; their product is the number of values
     * @throws java.io.UncheckedIOException if that fails
     */
    public static void write(Path file, float[] values, int... dimensions) {
        AtomicFile.write(file, encode(values, dimensions));
    }

    /** Returns the bytes of the file. */
    static byte[] encode(float[] values, int... dimensions) {
        if (Arrays.stream(dimensions).asLongStream().reduce(1, (a, b) -> a * b) != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill an array of shape " + Arrays.toString(dimensions) + ".");
        }
        String shape = Arrays.stream(dimensions).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String tuple = dimensions.length == 1 ? shape : shape.substring(0, shape.length() - 1);
        String entries = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + tuple + "), }";
        int unpadded = MAGIC.length + Short.BYTES + entries.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        byte[] header = (entries + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(
                        Math.addExact(unpadded + padding, Math.multiplyExact(Float.BYTES, values.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) header.length).put(header);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
