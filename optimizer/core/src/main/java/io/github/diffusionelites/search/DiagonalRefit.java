package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import java.util.Arrays;

/** Mean and variance of the elites, coordinate by coordinate, with floors. */
final class DiagonalRefit implements Refit {

    private static final int FLOORS = 2;

    private final int dimension;
    private final Buffer mean;
    private final Buffer variance;
    private final Buffer floors;
    private final Proposal.Diagonal proposal;

    DiagonalRefit(OwnedBuffers buffers, SearchPlan plan) {
        int searches = plan.searches();
        this.dimension = plan.dimension();
        mean = buffers.floats(searches, dimension);
        variance = buffers.floats(searches, dimension);
        floors = buffers.floats(searches, FLOORS);
        proposal = new Proposal.Diagonal(
                buffers.floats(searches, dimension),
                buffers.floats(searches, dimension),
                buffers.floats(searches, Proposal.DIVERGENCE),
                buffers.integers(searches));
        for (int b = 0; b < searches; b++) {
            write(b, plan.instances().get(b));
            writePrior(b);
        }
    }

    @Override
    public void recordSampling(Recorder recorder, Rows.Stored latents, Buffer searchIds) {
        recorder.sampleDiagonal(latents, proposal.mean(), proposal.deviation(), searchIds);
    }

    @Override
    public void recordRefit(Recorder recorder, Rows.Stored latents, Selection selection) {
        recorder.moments(latents, selection, mean, variance);
        recorder.updateDiagonal(selection, mean, variance, floors, proposal);
    }

    @Override
    public Proposal.Diagonal proposal() {
        return proposal;
    }

    @Override
    public void write(int search, SearchInstance instance) {
        floors.write(
                (long) search * FLOORS,
                new float[] {(float) instance.varianceFloor(), (float) instance.deviationFloor()});
    }

    @Override
    public void writePrior(int search) {
        float[] ones = new float[dimension];
        Arrays.fill(ones, 1);
        write(search, new ProposalCheckpoint.Diagonal(new float[dimension], ones));
    }

    @Override
    public void write(int search, ProposalCheckpoint checkpoint) {
        ProposalCheckpoint.Diagonal diagonal = (ProposalCheckpoint.Diagonal) checkpoint;
        proposal.mean().write((long) search * dimension, diagonal.mean());
        proposal.deviation().write((long) search * dimension, diagonal.deviation());
    }

    @Override
    public ProposalCheckpoint.Diagonal read(int search) {
        float[] centre = new float[dimension];
        float[] deviation = new float[dimension];
        proposal.mean().read((long) search * dimension, centre);
        proposal.deviation().read((long) search * dimension, deviation);
        return new ProposalCheckpoint.Diagonal(centre, deviation);
    }
}
