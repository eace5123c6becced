package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import java.util.Arrays;
import java.util.Random;

/** A buffer of the device under test and its twin on the reference device. */
final class TwinBuffer {

    /** A quiet NaN that no computation makes. */
    static final float POISON = Float.intBitsToFloat(0x7fc0dead);

    static final int INTEGER_POISON = -1234567;

    /** Differences below this are rounding of denormal numbers. */
    private static final double SMALLEST = 1e-37;

    private final String name;
    private final Buffer tested;
    private final Buffer expected;
    private boolean compared;

    /** Names a pair of buffers and fills both with poison. */
    TwinBuffer(String name, Buffer tested, Buffer expected) {
        this.name = name;
        this.tested = tested;
        this.expected = expected;
        poison();
    }

    Buffer tested() {
        return tested;
    }

    Buffer expected() {
        return expected;
    }

    int size() {
        return (int) expected.shape().elements();
    }

    TwinBuffer fill(float... values) {
        assertThat(values).as("values for %s", name).hasSize(size());
        tested.write(0, values);
        expected.write(0, values);
        return this;
    }

    TwinBuffer fill(int... values) {
        assertThat(values).as("values for %s", name).hasSize(size());
        tested.write(0, values);
        expected.write(0, values);
        return this;
    }

    /** Fills all elements with the same number. */
    TwinBuffer fillWith(float value) {
        float[] values = new float[size()];
        Arrays.fill(values, value);
        return fill(values);
    }

    /** Fills with standard normal numbers, shifted and scaled. */
    TwinBuffer fillNormal(Random random, double mean, double deviation) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        return fill(values);
    }

    /** Fills with uniform numbers of [low, high). */
    TwinBuffer fillUniform(Random random, double low, double high) {
        float[] values = new float[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return fill(values);
    }

    /** Makes everything that is not written recognisable. */
    TwinBuffer poison() {
        if (expected.type() == ElementType.F32) {
            return fillWith(POISON);
        }
        int[] values = new int[size()];
        Arrays.fill(values, INTEGER_POISON);
        return fill(values);
    }

    /** Whether a test compared this buffer by a tolerance; all others must have equal bits. */
    boolean compared() {
        return compared;
    }

    /** Takes this buffer out of the comparison of bits. */
    void ignore() {
        compared = true;
    }

    /** Requires equal bits; NaN that was computed equals NaN that was computed. */
    void assertSame() {
        compared = true;
        if (expected.type() == ElementType.I32) {
            assertThat(tested.ints()).as(name).isEqualTo(expected.ints());
            return;
        }
        float[] actual = tested.floats();
        float[] wanted = expected.floats();
        for (int i = 0; i < wanted.length; i++) {
            if (marks(actual[i]) != marks(wanted[i])) {
                fail(
                        "%s differs at element %d: %s (%08x) instead of %s (%08x)",
                        name,
                        i,
                        actual[i],
                        Float.floatToRawIntBits(actual[i]),
                        wanted[i],
                        Float.floatToRawIntBits(wanted[i]));
            }
        }
    }

    /**
     * Requires every element to be within {@code relative} times the largest finite magnitude of its slice.
     *
     * @param width elements of a slice; 1 compares each relative to itself
     */
    void assertClose(int width, double relative) {
        assertClose(width, relative, 0);
    }

    /** As {@link #assertClose(int, double)}, with something more allowed everywhere. */
    void assertClose(int width, double relative, double absolute) {
        compared = true;
        float[] actual = tested.floats();
        float[] wanted = expected.floats();
        for (int begin = 0; begin < wanted.length; begin += width) {
            double scale = 0;
            for (int i = begin; i < begin + width; i++) {
                scale = Float.isFinite(wanted[i]) ? Math.max(scale, Math.abs(wanted[i])) : scale;
            }
            double allowed = relative * scale + absolute + SMALLEST;
            for (int i = begin; i < begin + width; i++) {
                boolean same = marks(actual[i]) == marks(wanted[i]);
                if (!same && !(Math.abs((double) actual[i] - wanted[i]) <= allowed)) {
                    fail(
                            "%s differs at element %d of slice %d of %d: %s instead of %s, beyond %s",
                            name, i - begin, begin / width, width, actual[i], wanted[i], allowed);
                }
            }
        }
    }

    /** Returns bits in which all NaN but the poison are one. */
    private static int marks(float value) {
        boolean computedNan = Float.isNaN(value) && Float.floatToRawIntBits(value) != Float.floatToRawIntBits(POISON);
        return computedNan ? Float.floatToIntBits(Float.NaN) : Float.floatToRawIntBits(value);
    }

    void close() {
        tested.close();
        expected.close();
    }
}
