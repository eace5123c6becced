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

    void end() {
        ended = true;
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
        float[] read = target.length == chunk.rows() * width ? target : new float[chunk.rows() * width];
        memory.read(samples + chunk.firstRow() * width * Float.BYTES, read);
        if (read != target) {
            System.arraycopy(read, 0, target, 0, read.length);
        }
    }

    @Override
    public void rewards(Chunk chunk, float[] values) {
        float[] part = values.length == chunk.rows() ? values : java.util.Arrays.copyOf(values, chunk.rows());
        memory.write(rewards + chunk.firstRow() * Float.BYTES, part);
    }

    @Override
    public void stop() {
        end();
    }
}
