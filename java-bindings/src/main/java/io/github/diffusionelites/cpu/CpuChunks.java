package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.scoring.Chunk;
import io.github.diffusionelites.device.scoring.ChunkSource;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The chunks that the lanes of a native program have decoded. Used only in a run: program and buffers live then. */
final class CpuChunks implements ChunkSource {

    private final long program;
    private final CpuBuffer samples;
    private final CpuBuffer rewards;
    private final int width;
    private final Plan plan;

    CpuChunks(long program, Plan plan, Operation.ScoreOnHost operation) {
        this.program = program;
        this.plan = plan;
        this.samples = (CpuBuffer) operation.samples().buffer();
        this.rewards = (CpuBuffer) operation.rewards();
        this.width = operation.samples().width();
    }

    @Override
    public @Nullable Chunk next() {
        long firstRow = ElitesAbi.nextChunk(program);
        return firstRow < 0 ? null : new Chunk(firstRow, (int) Math.min(plan.chunkRows(), plan.rows() - firstRow));
    }

    @Override
    public void samples(Chunk chunk, float[] target) {
        MemorySegment.copy(
                samples.memory(),
                JAVA_FLOAT,
                chunk.firstRow() * width * Float.BYTES,
                target,
                0,
                Math.multiplyExact(chunk.rows(), width));
    }

    @Override
    public void rewards(Chunk chunk, float[] values) {
        MemorySegment.copy(values, 0, rewards.memory(), JAVA_FLOAT, chunk.firstRow() * Float.BYTES, chunk.rows());
    }

    @Override
    public void stop() {
        ElitesAbi.cancel(program);
    }
}
