package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;

/** Mean of the elites and their maximum-likelihood covariance about it, plus a jitter. */
final class FullRefit implements Refit {

    private final int dimension;
    private final float[] identity;
    private final Buffer mean;
    private final Buffer variance;
    private final Buffer jitter;
    private final Buffer covariance;
    private final Buffer factor;
    private final Buffer valid;
    private final Proposal.Full proposal;

    FullRefit(OwnedBuffers buffers, SearchPlan plan) {
        int searches = plan.searches();
        int d = plan.dimension();
        this.dimension = d;
        this.identity = new float[d * d];
        for (int i = 0; i < d; i++) {
            identity[i * d + i] = 1;
        }
        mean = buffers.floats(searches, d);
        variance = buffers.floats(searches, d);
        jitter = buffers.floats(searches);
        covariance = buffers.floats(searches, d, d);
        factor = buffers.floats(searches, d, d);
        valid = buffers.integers(searches);
        proposal = new Proposal.Full(
                buffers.floats(searches, d),
                buffers.floats(searches, d, d),
                buffers.floats(searches, d, d),
                buffers.floats(searches, Proposal.DIVERGENCE),
                buffers.integers(searches));
        for (int b = 0; b < searches; b++) {
            write(b, plan.instances().get(b));
            writePrior(b);
        }
    }

    @Override
    public void recordSampling(Recorder recorder, Rows.Stored latents, Buffer searchIds) {
        recorder.sampleFull(latents, proposal.mean(), proposal.factor(), searchIds);
    }

    @Override
    public void recordRefit(Recorder recorder, Rows.Stored latents, Selection selection) {
        // A device takes both moments in one pass; only the mean is of use beside a covariance.
        recorder.moments(latents, selection, mean, variance);
        recorder.covariance(latents, selection, mean, jitter, covariance);
        recorder.cholesky(covariance, factor, valid);
        recorder.updateFull(selection, mean, covariance, factor, valid, proposal);
    }

    @Override
    public Proposal.Full proposal() {
        return proposal;
    }

    @Override
    public void write(int search, SearchInstance instance) {
        jitter.write(search, new float[] {(float) instance.jitter()});
    }

    @Override
    public void writePrior(int search) {
        write(search, new ProposalCheckpoint.Full(new float[dimension], identity, identity));
    }

    @Override
    public void write(int search, ProposalCheckpoint checkpoint) {
        ProposalCheckpoint.Full full = (ProposalCheckpoint.Full) checkpoint;
        long square = (long) dimension * dimension;
        proposal.mean().write((long) search * dimension, full.mean());
        proposal.covariance().write(search * square, full.covariance());
        proposal.factor().write(search * square, full.factor());
    }

    @Override
    public ProposalCheckpoint.Full read(int search) {
        float[] centre = new float[dimension];
        float[] matrix = new float[dimension * dimension];
        float[] root = new float[dimension * dimension];
        proposal.mean().read((long) search * dimension, centre);
        proposal.covariance().read((long) search * matrix.length, matrix);
        proposal.factor().read((long) search * root.length, root);
        return new ProposalCheckpoint.Full(centre, matrix, root);
    }
}
