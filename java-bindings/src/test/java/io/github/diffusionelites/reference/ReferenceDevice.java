package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A device in plain Java that runs every operation by its double-precision reference, one row after the other, on one
 * thread. Intermediate values stay in double precision; what is written to buffers is rounded to float32. It is slow
 * and meant for tests.
 */
public final class ReferenceDevice implements Device {

    private final List<ReferenceBuffer> buffers = new ArrayList<>();
    private final List<ReferenceProgram> programs = new ArrayList<>();
    private boolean closed;

    @Override
    public DeviceInfo info() {
        return new DeviceInfo(
                "reference",
                "Double-precision reference",
                "Java",
                false,
                1,
                Runtime.getRuntime().maxMemory(),
                "none");
    }

    /** {@inheritDoc} A buffer holds less than 2^31 elements here. */
    @Override
    public Buffer allocate(ElementType type, long... dimensions) {
        requireOpen();
        Shape shape = Shape.of(dimensions);
        if (shape.elements() > Integer.MAX_VALUE - 8) {
            long bytes = Math.multiplyExact(shape.elements(), (long) type.bytes());
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    bytes,
                    "A buffer " + type + " " + shape + " of " + bytes
                            + " bytes does not fit a Java array; allocate less than 2^31 elements.");
        }
        ReferenceBuffer buffer = new ReferenceBuffer(this, type, shape);
        buffers.add(buffer);
        return buffer;
    }

    /** {@inheritDoc} Chunk and lanes decide nothing here but the size of the batches of a host reward. */
    @Override
    public Program compile(Recording recording, PlanOptions options) {
        requireOpen();
        for (Buffer buffer : RecordedBuffers.of(recording)) {
            if (!(buffer instanceof ReferenceBuffer own && own.owner() == this)) {
                throw new IllegalArgumentException("The recording uses a buffer " + buffer.type() + " " + buffer.shape()
                        + " of another device; allocate it on the device that compiles the recording.");
            }
        }
        ReferenceProgram program = new ReferenceProgram(recording, options);
        programs.add(program);
        return program;
    }

    @Override
    public void close() {
        closed = true;
        programs.forEach(ReferenceProgram::close);
        buffers.forEach(ReferenceBuffer::close);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The reference device is closed; open another one.");
        }
    }
}
