package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.scoring.Chunk;
import io.github.diffusionelites.device.scoring.ChunkSource;
import org.jspecify.annotations.Nullable;

/** The chunks of a run whose rewards Java computes, once the device has decoded them. */
final class CudaChunks implements ChunkSource {

    private final Runnable synchronize;
    private final CudaMemory memory;
    private final Plan plan;
    private final long samples;
    private final int width;
    private final long rewards;
    private boolean decoded;
    private long next;
    private volatile boolean ended;

    /**
     * Chunks of a program's rows.
     *
     * @param synchronize waits for the device
     * @param samples address of rows of width floats
     * @param rewards address of one float a row
     */
    CudaChunks(Runnable synchronize, CudaMemory memory, Plan plan, long samples, int width, long rewards) {
        this.synchronize = synchronize;
        this.memory = memory;
        this.plan = plan;
        this.samples = samples;
        this.width = width;
        this.rewards = rewards;
    }

    /** Begins a run, which may have ended already. */
    synchronized void begin(boolean over) {
        decoded = false;
        next = 0;
        ended = over;
    }

    /** Returns whether the run was stopped before all chunks were given. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public synchronized @Nullable Chunk next() {
        if (!ended && !decoded) {
            synchronize.run();
            decoded = true;
        }
        if (ended || next >= plan.rows()) {
            return null;
        }
        Chunk chunk = new Chunk(next, (int) Math.min(plan.chunkRows(), plan.rows() - next));
        next += chunk.rows();
        return chunk;
    }

    @Override
    public void samples(Chunk chunk, float[] target) {
        memory.read(samples + chunk.firstRow() * width * Float.BYTES, target, Math.multiplyExact(chunk.rows(), width));
    }

    @Override
    public void rewards(Chunk chunk, float[] values) {
        memory.write(rewards + chunk.firstRow() * Float.BYTES, values, chunk.rows());
    }

    @Override
    public void stop() {
        ended = true;
    }
}
