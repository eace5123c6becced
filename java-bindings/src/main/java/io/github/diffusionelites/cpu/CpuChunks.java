package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.scoring.Chunk;
import io.github.diffusionelites.device.scoring.ChunkSource;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The chunks that the lanes of a native program have decoded. Used only in a run: program and buffers live then. */
final class CpuChunks implements ChunkSource {

    private final long program;
    private final long samples;
    private final long rewards;
    private final int width;
    private final Plan plan;

    /**
     * Chunks of a program's rows.
     *
     * @param samples address of rows of width floats
     * @param rewards address of one float a row
     */
    CpuChunks(long program, Plan plan, long samples, int width, long rewards) {
        this.program = program;
        this.plan = plan;
        this.samples = samples;
        this.width = width;
        this.rewards = rewards;
    }

    @Override
    public @Nullable Chunk next() {
        long firstRow = ElitesAbi.nextChunk(program);
        return firstRow < 0 ? null : new Chunk(firstRow, (int) Math.min(plan.chunkRows(), plan.rows() - firstRow));
    }

    @Override
    public void samples(Chunk chunk, float[] target) {
        long bytes = (long) chunk.rows() * width * Float.BYTES;
        MemorySegment.copy(
                HostMemory.segment(samples + chunk.firstRow() * width * Float.BYTES, bytes),
                JAVA_FLOAT,
                0,
                target,
                0,
                Math.multiplyExact(chunk.rows(), width));
    }

    @Override
    public void rewards(Chunk chunk, float[] values) {
        MemorySegment to =
                HostMemory.segment(rewards + chunk.firstRow() * Float.BYTES, (long) chunk.rows() * Float.BYTES);
        MemorySegment.copy(values, 0, to, JAVA_FLOAT, 0, chunk.rows());
    }

    @Override
    public void stop() {
        ElitesAbi.cancel(program);
    }
}
