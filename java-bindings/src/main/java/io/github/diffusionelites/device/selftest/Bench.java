package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Inputs and outputs of a check: the same numbers on every device, and outputs that hold NaN until they are written. */
final class Bench implements AutoCloseable {

    private static final int UNWRITTEN = -77;

    private final Device device;
    private final boolean substitute;
    private final Random random;
    private final Recorder recorder;
    private final List<Buffer> owned = new ArrayList<>();
    private final List<Buffer> compared = new ArrayList<>();

    /**
     * Begins a check.
     *
     * @param check whose numbers depend on its name
     * @param substitute whether code for GPUs is to be replaced by the built-in reward that it computes
     */
    Bench(Device device, Check check, boolean substitute) {
        this.device = device;
        this.substitute = substitute;
        this.random = new Random(check.name().hashCode());
        this.recorder = new Recorder(check.searches(), check.individuals());
    }

    Recorder recorder() {
        return recorder;
    }

    boolean substitutes() {
        return substitute;
    }

    List<Buffer> compared() {
        return compared;
    }

    /** Numbers in [-2, 2). */
    float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 4 * random.nextFloat() - 2;
        }
        return values;
    }

    Buffer numbers(long... dimensions) {
        return floats(values(count(dimensions)), dimensions);
    }

    /** Numbers in [0.5, 1.5). */
    Buffer positive(long... dimensions) {
        float[] values = values(count(dimensions));
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + values[i] / 4;
        }
        return floats(values, dimensions);
    }

    Constant constant(long... dimensions) {
        return Constant.of(values(count(dimensions)), dimensions);
    }

    Buffer floats(float[] values, long... dimensions) {
        Buffer buffer = own(device.allocate(ElementType.F32, dimensions));
        buffer.write(0, values);
        return buffer;
    }

    Buffer integers(int[] values, long... dimensions) {
        Buffer buffer = own(device.allocate(ElementType.I32, dimensions));
        buffer.write(0, values);
        return buffer;
    }

    /** Floats that the program writes. */
    Buffer output(long... dimensions) {
        float[] unwritten = new float[count(dimensions)];
        Arrays.fill(unwritten, Float.NaN);
        return compare(floats(unwritten, dimensions));
    }

    /** Integers that the program writes. */
    Buffer integerOutput(long... dimensions) {
        int[] unwritten = new int[count(dimensions)];
        Arrays.fill(unwritten, UNWRITTEN);
        return compare(integers(unwritten, dimensions));
    }

    /** Has a buffer compared. */
    Buffer compare(Buffer buffer) {
        compared.add(buffer);
        return buffer;
    }

    Rows.Stored rows(Buffer buffer) {
        return recorder.rows(buffer);
    }

    /** A population of numbers. */
    Rows.Stored population(int width) {
        return rows(numbers(Check.SEARCHES, Check.INDIVIDUALS, width));
    }

    Buffer searchIds() {
        return integers(new int[] {3, 1000}, Check.SEARCHES);
    }

    /** Active individuals, elites, sense and rule of each search. */
    Buffer settings() {
        return integers(new int[] {Check.INDIVIDUALS, 6, 1, 0, Check.INDIVIDUALS - 2, 5, -1, 1}, Check.SEARCHES, 4);
    }

    /** Seven elites of the first search and four of the second. */
    Selection selection() {
        int[] elites = new int[Check.SEARCHES * Check.INDIVIDUALS];
        for (int i = 0; i < 7; i++) {
            elites[i] = 3 * i;
        }
        for (int i = 0; i < 4; i++) {
            elites[Check.INDIVIDUALS + i] = 2 + 4 * i;
        }
        return new Selection(
                integers(elites, Check.SEARCHES, Check.INDIVIDUALS),
                integers(new int[] {7, 0, 0, 9, 4, 1, 0, 6}, Check.SEARCHES, Selection.SUMMARY),
                floats(new float[] {0.5f, 1}, Check.SEARCHES));
    }

    /** Positive definite matrices, {@code a a^T + ridge I}. */
    Buffer matrices(int side, float... ridges) {
        float[] all = new float[Check.SEARCHES * side * side];
        for (int search = 0; search < Check.SEARCHES; search++) {
            float[] a = values(side);
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    all[(search * side + i) * side + j] = a[i] * a[j] + (i == j ? ridges[search] : 0);
                }
            }
        }
        return floats(all, Check.SEARCHES, side, side);
    }

    /** Lower triangular matrices with a diagonal above 0. */
    Buffer factors(int side) {
        float[] all = values(Check.SEARCHES * side * side);
        for (int i = 0; i < all.length; i++) {
            int row = i / side % side;
            int column = i % side;
            all[i] = column > row ? 0 : column == row ? 1.5f + all[i] / 4 : all[i] / 4;
        }
        return floats(all, Check.SEARCHES, side, side);
    }

    /** Matrices and their lower factors. */
    record Factored(Buffer covariance, Buffer factor) {}

    Factored factored(int side) {
        Buffer factor = factors(side);
        float[] l = factor.floats();
        float[] products = new float[l.length];
        for (int i = 0; i < l.length; i++) {
            int first = i / (side * side) * side * side;
            int row = first + i / side % side * side;
            int column = first + i % side * side;
            double sum = 0;
            for (int k = 0; k < side; k++) {
                sum += (double) l[row + k] * l[column + k];
            }
            products[i] = (float) sum;
        }
        return new Factored(floats(products, Check.SEARCHES, side, side), factor);
    }

    @Override
    public void close() {
        owned.forEach(Buffer::close);
    }

    private Buffer own(Buffer buffer) {
        owned.add(buffer);
        return buffer;
    }

    private static int count(long... dimensions) {
        return Math.toIntExact(LongStream.of(dimensions).reduce(1, (a, b) -> a * b));
    }
}
