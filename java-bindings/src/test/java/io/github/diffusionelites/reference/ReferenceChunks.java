package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.scoring.Chunk;
import io.github.diffusionelites.device.scoring.ChunkSource;

/** Consecutive rows for a host reward, all of them decoded before the first one is scored. */
final class ReferenceChunks implements ChunkSource {

    private final Operation.ScoreOnHost operation;
    private final long rows;
    private final int chunkRows;
    private long first;
    private boolean stopped;

    ReferenceChunks(Operation.ScoreOnHost operation, long rows, int chunkRows) {
        this.operation = operation;
        this.rows = rows;
        this.chunkRows = chunkRows;
    }

    @Override
    public synchronized Chunk next() {
        if (stopped || first >= rows) {
            return null;
        }
        Chunk chunk = new Chunk(first, (int) Math.min(chunkRows, rows - first));
        first += chunk.rows();
        return chunk;
    }

    @Override
    public void samples(Chunk chunk, float[] target) {
        float[] samples = new float[chunk.rows() * operation.samples().width()];
        operation.samples().buffer().read(chunk.firstRow() * operation.samples().width(), samples);
        System.arraycopy(samples, 0, target, 0, samples.length);
    }

    @Override
    public void rewards(Chunk chunk, float[] rewards) {
        operation.rewards().write(chunk.firstRow(), rewards);
    }

    @Override
    public synchronized void stop() {
        stopped = true;
    }

    /** Returns whether the run was to end early. */
    synchronized boolean stopped() {
        return stopped;
    }
}
