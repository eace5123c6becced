package io.github.diffusionelites.device;

/** What a buffer holds. */
public enum ElementType {
    /** IEEE 754 binary32. */
    F32(Float.BYTES),
    /** Two's complement 32-bit integer. */
    I32(Integer.BYTES);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of an element in bytes. */
    public int bytes() {
        return bytes;
    }
}
