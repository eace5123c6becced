package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedStreams;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.Waiting;
import io.github.diffusionelites.device.scoring.Chunk;
import io.github.diffusionelites.device.scoring.ChunkSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a run whose rewards Java computes: they are decoded, copied into a ring of pinned slots and scored at the
 * same time. A chunk is one graph on the stream of its lane, the copy of its samples and an event. Its slot is free as
 * soon as the samples were taken out of it, before the reward sees them, so that a reward that never returns keeps no
 * slot; then the chunk that is that slot's next one follows. Rewards are collected in pinned memory and go to the device
 * together, so that nothing depends on who is done first.
 *
 * <p>The lock is held for launches, which do not wait for the device; waiting for a chunk is done without it.
 */
final class ChunkRing implements ChunkSource, AutoCloseable {

    /** Queries of an event before a thread sleeps between them: chunks that are nearly done are not slept through. */
    private static final int QUERIES = 100;

    private static final long PAUSE_NANOS = 50_000;

    /**
     * Where a program's samples and rewards lie.
     *
     * @param samples address of rows of width floats
     * @param rewards address of one float a row
     */
    record Rows(long samples, int width, long rewards) {}

    private final CudaContext context;
    private final Plan plan;
    private final Streams streams;
    private final Graphs graphs;
    private final Rows rows;
    private final int slots;
    private final PinnedMemory pinned;
    private final List<Long> events = new ArrayList<>();
    /** Chunks that were launched and not given to anybody yet. */
    private final Deque<Integer> launched = new ArrayDeque<>();

    private long given;
    private volatile boolean ended;

    /**
     * Takes the memory of a ring.
     *
     * @param graphs one for each chunk
     * @param slots at least 1; a multiple of the lanes keeps all of them busy
     */
    ChunkRing(CudaContext context, Plan plan, Streams streams, Graphs graphs, Rows rows, int slots) {
        this.context = context;
        this.plan = plan;
        this.streams = streams;
        this.graphs = graphs;
        this.rows = rows;
        this.slots = slots;
        this.pinned = new PinnedMemory(context, bytes(plan, rows.width(), slots));
        try {
            for (int slot = 0; slot < slots; slot++) {
                events.add(calls().createEvent(false));
            }
        } catch (RuntimeException e) {
            Cleanup.after(e, this::close);
            throw e;
        }
    }

    /** The pinned memory of a ring: its slots, then a reward for each row. */
    static long bytes(Plan plan, int width, int slots) {
        return ((long) slots * plan.chunkRows() * width + plan.rows()) * Float.BYTES;
    }

    /** Begins a run, which may have ended already; lanes may begin when the stream of the context has come this far. */
    synchronized void begin(boolean over) {
        launched.clear();
        given = 0;
        ended = over;
        if (!over) {
            streams.fork(streams.launching());
            for (int chunk = 0; chunk < Math.min(slots, plan.chunks()); chunk++) {
                launch(chunk);
            }
        }
    }

    /** Returns whether the run was stopped before all chunks were given. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public @Nullable Chunk next() {
        Integer number = take();
        return number != null && awaitCopy(number) ? chunk(number) : null;
    }

    @Override
    public void samples(Chunk chunk, float[] target) {
        int number = number(chunk);
        pinned.read(slot(number), target, Math.multiplyExact(chunk.rows(), rows.width()));
        synchronized (this) {
            if (!ended && number + slots < plan.chunks()) {
                context.enter();
                launch(number + slots);
            }
        }
    }

    @Override
    public void rewards(Chunk chunk, float[] values) {
        pinned.write(behindSlots() + chunk.firstRow() * Float.BYTES, values, chunk.rows());
    }

    @Override
    public synchronized void stop() {
        ended = true;
        notifyAll();
    }

    /** Enqueues the rewards of all rows on their way to the device. */
    void sendRewards(long stream) {
        context.driver()
                .memory()
                .copyToDevice(rows.rewards(), pinned.address() + behindSlots(), plan.rows() * Float.BYTES, stream);
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        events.forEach(event -> steps.add(() -> calls().destroyEvent(event)));
        events.clear();
        steps.add(pinned::close);
        Cleanup.all(steps);
    }

    /** Enqueues a chunk whose slot is free. Chunks of a slot are on one lane, so that their copies follow each other. */
    private void launch(int number) {
        Chunk chunk = chunk(number);
        long stream = streams.lane(number % streams.lanes());
        long rowBytes = (long) rows.width() * Float.BYTES;
        graphs.launch(number, stream);
        context.driver()
                .memory()
                .copyToHost(
                        pinned.address() + slot(number),
                        rows.samples() + chunk.firstRow() * rowBytes,
                        chunk.rows() * rowBytes,
                        stream);
        calls().record(events.get(number % slots), stream);
        launched.add(number);
        notifyAll();
    }

    /** Takes a chunk that was launched, and waits for one where all slots are in other hands. */
    private synchronized @Nullable Integer take() {
        Waiting.until(this, () -> ended || !launched.isEmpty() || given >= plan.chunks());
        if (ended || launched.isEmpty()) {
            return null;
        }
        given++;
        return launched.remove();
    }

    /** Returns true when a chunk is in its slot, false if the run ended before. */
    private boolean awaitCopy(int number) {
        context.enter();
        long event = events.get(number % slots);
        for (int query = 0; !ended; query++) {
            if (calls().isPassed(event)) {
                return true;
            }
            if (query < QUERIES) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return false;
    }

    private Chunk chunk(int number) {
        long firstRow = (long) number * plan.chunkRows();
        return new Chunk(firstRow, (int) Math.min(plan.chunkRows(), plan.rows() - firstRow));
    }

    private int number(Chunk chunk) {
        return (int) (chunk.firstRow() / plan.chunkRows());
    }

    private long slot(int number) {
        return (number % slots) * slotBytes();
    }

    /** Where the rewards begin. */
    private long behindSlots() {
        return slots * slotBytes();
    }

    private long slotBytes() {
        return (long) plan.chunkRows() * rows.width() * Float.BYTES;
    }

    private CheckedStreams calls() {
        return context.driver().streams();
    }
}
