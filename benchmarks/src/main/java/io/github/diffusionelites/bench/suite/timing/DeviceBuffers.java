package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.SelectionRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** Buffers that are closed together, with fresh random numbers. */
final class DeviceBuffers implements AutoCloseable {

    private static final int PIECE = 1 << 20;

    private final Device device;
    private final Random random;
    private final List<AutoCloseable> owned = new ArrayList<>();

    DeviceBuffers(Device device, long seed) {
        this.device = device;
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    /** Zeros. */
    Buffer floats(long... dimensions) {
        Buffer buffer = device.allocate(ElementType.F32, dimensions);
        owned.add(buffer);
        return buffer;
    }

    Buffer integers(long... dimensions) {
        Buffer buffer = device.allocate(ElementType.I32, dimensions);
        owned.add(buffer);
        return buffer;
    }

    /** Standard normal numbers. */
    Buffer normals(long... dimensions) {
        Buffer buffer = floats(dimensions);
        long count = LongStream.of(dimensions).reduce(1, Math::multiplyExact);
        for (long first = 0; first < count; first += PIECE) {
            float[] values = new float[(int) Math.min(PIECE, count - first)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            buffer.write(first, values);
        }
        return buffer;
    }

    Buffer filled(float value, long... dimensions) {
        Buffer buffer = floats(dimensions);
        float[] values = new float[Math.toIntExact(buffer.shape().elements())];
        Arrays.fill(values, value);
        buffer.write(0, values);
        return buffer;
    }

    /** 0, 1, 2 and so on. */
    Buffer ids(int count) {
        Buffer buffer = integers(count);
        int[] values = new int[count];
        Arrays.setAll(values, i -> i);
        buffer.write(0, values);
        return buffer;
    }

    /** All individuals take part, a number of them are elites, large rewards are good. */
    Buffer settings(int searches, int individuals, int elites) {
        Buffer buffer = integers(searches, SelectionRule.SETTINGS);
        int[] values = new int[searches * SelectionRule.SETTINGS];
        for (int search = 0; search < searches; search++) {
            int row = search * SelectionRule.SETTINGS;
            values[row + SelectionRule.ACTIVE] = individuals;
            values[row + SelectionRule.ELITES] = elites;
            values[row + SelectionRule.SENSE] = 1;
        }
        buffer.write(0, values);
        return buffer;
    }

    Selection selection(int searches, int individuals) {
        Selection selection = Selection.allocate(device, searches, individuals);
        owned.add(selection);
        return selection;
    }

    @Override
    public void close() {
        Closing.all(owned.reversed());
    }
}
