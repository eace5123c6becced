package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.engine.Cleanup;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The kernels of a context: one module, loaded before anything is captured. */
final class Kernels implements AutoCloseable {

    private static final int MOST_DYNAMIC_SHARED_BYTES = 8;
    private final CudaContext context;
    private final int mostSharedBytes;
    private final long module;
    private final Map<String, Long> functions = new HashMap<>();
    /** Of users' code, beside our own. */
    private final List<Long> modules = new ArrayList<>();
    /** Dynamic shared memory that was asked for. */
    private final Map<String, Integer> allowed = new HashMap<>();

    /**
     * Loads the module.
     *
     * @param mostSharedBytes that a block of the device can have
     */
    Kernels(CudaContext context, int mostSharedBytes) {
        this.context = context;
        this.mostSharedBytes = mostSharedBytes;
        this.module = load(KernelImage.bytes());
    }

    private long load(byte[] image) {
        try (Arena arena = Arena.ofConfined()) {
            // A fatbin begins at a multiple of eight bytes; what is behind it ends PTX.
            MemorySegment copy = arena.allocate(image.length + 1L, Long.BYTES);
            MemorySegment.copy(image, 0, copy, ValueLayout.JAVA_BYTE, 0, image.length);
            return context.driver().modules().load(copy.address());
        }
    }

    /** Returns the shared memory that a block of the device can have, in bytes. */
    int mostSharedBytes() {
        return mostSharedBytes;
    }

    /**
     * Loads a kernel of another image, to be launched by a name of its own.
     *
     * @param image PTX, a cubin or a fatbin, kept until this is closed
     * @param kernel its name in the image
     * @param name what launches call it
     * @param argumentBytes of its one parameter
     * @throws DeviceException if the driver does not take the image, or it lacks the kernel, or that has other arguments
     */
    void add(byte[] image, String kernel, String name, int argumentBytes) {
        long other = load(image);
        modules.add(other);
        functions.put(name, function(other, kernel, argumentBytes));
    }

    /**
     * Looks the kernel of a launch up and lets the driver load it, which it may not do in a capture.
     *
     * @throws IllegalArgumentException if it needs more shared memory than the device has
     */
    void prepare(Launch launch) {
        if (launch.sharedBytes() > mostSharedBytes) {
            throw new IllegalArgumentException("The kernel " + launch.kernel() + " needs " + launch.sharedBytes()
                    + " bytes of shared memory for these shapes, but a block of this device has at most "
                    + mostSharedBytes + "; use fewer channels or positions.");
        }
        allow(function(launch.kernel(), launch.arguments().struct().length), launch);
    }

    /** Launches a kernel that was prepared on a stream, or records it where the stream is captured. */
    void launch(Launch launch, long stream) {
        byte[] struct = launch.arguments().struct();
        long function = Objects.requireNonNull(functions.get(launch.kernel()), "a kernel that was prepared");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(struct.length, Long.BYTES);
            MemorySegment.copy(struct, 0, copy, ValueLayout.JAVA_BYTE, 0, struct.length);
            MemorySegment parameters = arena.allocateFrom(ValueLayout.ADDRESS, copy);
            context.driver()
                    .modules()
                    .launch(
                            function,
                            Math.toIntExact(launch.blocks()),
                            1,
                            1,
                            launch.across(),
                            launch.down(),
                            1,
                            launch.sharedBytes(),
                            stream,
                            parameters.address());
        }
    }

    private long function(String name, int argumentBytes) {
        Long known = functions.get(name);
        if (known == null) {
            known = function(module, name, argumentBytes);
            functions.put(name, known);
        }
        return known;
    }

    private long function(long holder, String name, int argumentBytes) {
        long function = context.driver().modules().function(holder, name);
        OptionalLong expected = context.driver().modules().parameterBytes(function, 0);
        if (expected.isPresent() && expected.getAsLong() != argumentBytes) {
            throw new DeviceException(
                    "cuFuncGetParamInfo",
                    0,
                    "The kernel " + name + " takes " + expected.getAsLong()
                            + " bytes of arguments, but this jar passes " + argumentBytes
                            + "; build both from the same sources.");
        }
        return function;
    }

    /**
     * Asks for no more than a launch needs: with a kernel's own shared memory, the most may be too much. Both together
     * may have 48 KiB without asking, but how much a kernel has of its own is not known here.
     */
    private void allow(long function, Launch launch) {
        int bytes = launch.sharedBytes();
        if (bytes > allowed.getOrDefault(launch.kernel(), 0)) {
            context.driver().modules().setAttribute(function, MOST_DYNAMIC_SHARED_BYTES, bytes);
            allowed.put(launch.kernel(), bytes);
        }
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        modules.forEach(other -> steps.add(() -> context.driver().modules().unload(other)));
        steps.add(() -> context.driver().modules().unload(module));
        Cleanup.all(steps);
    }
}
