package io.github.diffusionelites.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A floating-point type of a safetensors file and how it becomes float32. */
enum TensorType {
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** IEEE 754 binary16. */
    F16(Short.BYTES),
    /** The upper half of binary32. */
    BF16(Short.BYTES),
    /** IEEE 754 binary64, rounded to the nearest float32. */
    F64(Double.BYTES);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the type of this name, or null. */
    static @Nullable TensorType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    int bytes() {
        return bytes;
    }

    /** Converts as many elements as the little-endian source holds. */
    void convert(ByteBuffer source, float[] target, int offset) {
        for (int i = offset; source.hasRemaining(); i++) {
            target[i] = switch (this) {
                case F32 -> source.getFloat();
                case F16 -> Float.float16ToFloat(source.getShort());
                case BF16 -> Float.intBitsToFloat(source.getShort() << Short.SIZE);
                case F64 -> (float) source.getDouble();
            };
        }
    }
}
