package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedMemory;
import io.github.diffusionelites.cuda.driver.CheckedStreams;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.ManagedDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a CUDA device takes for what no program does better: filling and copying memory, graphs of kernels that do
 * nothing. All by events on the stream that programs run on, behind work that keeps the device busy until everything is
 * enqueued. One thread at a time, while nothing runs on the device.
 */
public final class DeviceTimes implements AutoCloseable {

    private static final int CLOCK_KILOHERTZ = 13;
    private static final int SECOND_LEVEL_CACHE = 38;

    /** Takes longer than a host needs to enqueue a few calls. */
    private static final int TIMES_CACHE = 16;

    private final CudaContext context;
    private final DeviceParts parts;
    private final CheckedStreams streams;
    private final long begin;
    private final long end;
    private final long busyBytes;
    private final long busy;

    private DeviceTimes(DeviceParts parts, long busyBytes) {
        this.context = parts.context();
        this.parts = parts;
        this.streams = context.driver().streams();
        context.enter();
        this.busyBytes = busyBytes == 0 ? TIMES_CACHE * cacheBytes() : busyBytes;
        this.busy = parts.memory().take(this.busyBytes, "buffer that keeps the device busy");
        List<Long> events = new ArrayList<>();
        try {
            events.add(streams.createEvent(true));
            events.add(streams.createEvent(true));
        } catch (RuntimeException e) {
            Cleanup.after(
                    e,
                    () -> events.forEach(streams::destroyEvent),
                    () -> parts.memory().giveBack(busy));
            throw e;
        }
        this.begin = events.getFirst();
        this.end = events.getLast();
    }

    /**
     * Prepares to measure a device.
     *
     * @param busyBytes that are filled in front of what is timed, or 0 for twice the second-level cache
     * @throws IllegalArgumentException if it is not a CUDA device
     */
    public static DeviceTimes of(Device device, long busyBytes) {
        if (!(device instanceof ManagedDevice managed) || !(managed.backend() instanceof CudaBackend backend)) {
            throw new IllegalArgumentException(
                    "The device " + device.info().id() + " is not a CUDA device, so that it has no events to time by.");
        }
        return new DeviceTimes(backend.parts(), busyBytes);
    }

    /** Returns the bytes of the second-level cache. */
    public long cacheBytes() {
        return context.driver().devices().attribute(context.device(), SECOND_LEVEL_CACHE);
    }

    /** Returns the multiprocessors of the device. */
    public int multiprocessors() {
        return parts.limits().multiprocessors();
    }

    /** Returns the clock that multiprocessors run at in the best case, in Hz; 0 where the driver does not say. */
    public long clock() {
        return 1000L * context.driver().devices().attribute(context.device(), CLOCK_KILOHERTZ);
    }

    /** Returns milliseconds between two events with nothing between them, once for each sample. */
    public double[] nothing(int samples) {
        return measure(samples, () -> {});
    }

    /**
     * Fills memory.
     *
     * @param bytes of it, a multiple of 4
     * @param times between two events
     * @return milliseconds of one filling, for each sample
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the device does not have the memory
     */
    public double[] fill(long bytes, int times, int samples) {
        return with(
                bytes,
                target -> perTime(times, measure(samples, () -> {
                    for (int i = 0; i < times; i++) {
                        calls().fill(target, i, bytes / Integer.BYTES, context.stream());
                    }
                })));
    }

    /**
     * Copies memory from one half to the other.
     *
     * @param bytes of a half, a multiple of 4
     * @param times between two events
     * @return milliseconds of one copy, for each sample
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the device does not have the memory
     */
    public double[] copy(long bytes, int times, int samples) {
        return with(2 * bytes, halves -> {
            calls().fill(halves, 1, 2 * bytes / Integer.BYTES, context.stream());
            return perTime(times, measure(samples, () -> {
                for (int i = 0; i < times; i++) {
                    calls().copy(halves + bytes, halves, bytes, context.stream());
                }
            }));
        });
    }

    /**
     * Launches a graph of kernels of one thread that do nearly nothing, one after the other.
     *
     * @param nodes of the graph, at least 1
     * @return milliseconds of the graph by events, for each sample
     */
    public double[] graph(int nodes, int samples) {
        return withGraph(nodes, graph -> measure(samples, graph::launch));
    }

    /**
     * Launches such a graph on a device that has nothing to do, and waits for it.
     *
     * @param nodes of the graph, at least 1
     * @return milliseconds of the calling thread's clock from before the launch to after the wait, for each sample
     */
    public double[] graphRoundTrip(int nodes, int samples) {
        return withGraph(nodes, graph -> {
            double[] milliseconds = new double[samples];
            for (int sample = 0; sample < samples; sample++) {
                long start = System.nanoTime();
                graph.launch();
                streams.synchronize(context.stream());
                milliseconds[sample] = (System.nanoTime() - start) / 1e6;
            }
            return milliseconds;
        });
    }

    /** Launches such a kernel alone; returns milliseconds by events, for each sample. */
    public double[] kernel(int samples) {
        try (ControlBlock control = new ControlBlock(context, parts.memory())) {
            Launch stamp = control.stamp(CudaRunner.BEGIN);
            parts.kernels().prepare(stamp);
            return measure(samples, () -> parts.kernels().launch(stamp, context.stream()));
        }
    }

    private interface Measurement<T> {
        double[] of(T subject);
    }

    private double[] withGraph(int nodes, Measurement<Graphs> measurement) {
        context.enter();
        try (ControlBlock control = new ControlBlock(context, parts.memory());
                Streams lanes = new Streams(context, 1);
                Graphs graph = new Graphs(context, lanes)) {
            Launch stamp = control.stamp(CudaRunner.BEGIN);
            parts.kernels().prepare(stamp);
            graph.capture(() -> {
                for (int node = 0; node < nodes; node++) {
                    parts.kernels().launch(stamp, lanes.main());
                }
            });
            graph.launch();
            streams.synchronize(context.stream());
            return measurement.of(graph);
        }
    }

    private double[] with(long bytes, Measurement<Long> measurement) {
        context.enter();
        long address = parts.memory().take(bytes, "buffer that is filled or copied");
        try {
            return measurement.of(address);
        } finally {
            parts.memory().giveBack(address);
        }
    }

    /** Times what is enqueued, after one turn that is not timed. */
    private double[] measure(int samples, Runnable enqueue) {
        context.enter();
        enqueue.run();
        double[] milliseconds = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            calls().fill(busy, sample, busyBytes / Integer.BYTES, context.stream());
            streams.record(begin, context.stream());
            enqueue.run();
            streams.record(end, context.stream());
            streams.synchronizeEvent(end);
            milliseconds[sample] = streams.elapsedMilliseconds(begin, end);
        }
        streams.synchronize(context.stream());
        return milliseconds;
    }

    private static double[] perTime(int times, double[] milliseconds) {
        for (int i = 0; i < milliseconds.length; i++) {
            milliseconds[i] /= times;
        }
        return milliseconds;
    }

    private CheckedMemory calls() {
        return context.driver().memory();
    }

    @Override
    public void close() {
        context.enter();
        Cleanup.all(
                () -> streams.destroyEvent(begin),
                () -> streams.destroyEvent(end),
                () -> parts.memory().giveBack(busy));
    }
}
