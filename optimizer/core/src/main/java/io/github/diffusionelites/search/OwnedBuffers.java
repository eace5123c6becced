package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Selection;
import java.util.ArrayDeque;
import java.util.Deque;

/** Allocates buffers and closes all of them, the last one first. */
final class OwnedBuffers implements AutoCloseable {

    private final Device device;
    private final Deque<Buffer> open = new ArrayDeque<>();

    OwnedBuffers(Device device) {
        this.device = device;
    }

    Buffer floats(long... dimensions) {
        return allocate(ElementType.F32, dimensions);
    }

    Buffer floats(float[] values, long... dimensions) {
        Buffer buffer = floats(dimensions);
        buffer.write(0, values);
        return buffer;
    }

    Buffer integers(long... dimensions) {
        return allocate(ElementType.I32, dimensions);
    }

    Buffer integers(int[] values, long... dimensions) {
        Buffer buffer = integers(dimensions);
        buffer.write(0, values);
        return buffer;
    }

    Selection selection(int searches, int individuals) {
        return new Selection(integers(searches, individuals), integers(searches, Selection.SUMMARY), floats(searches));
    }

    private Buffer allocate(ElementType type, long... dimensions) {
        Buffer buffer = device.allocate(type, dimensions);
        open.push(buffer);
        return buffer;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
