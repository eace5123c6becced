package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;

/** Mean of the elites and their maximum-likelihood covariance about it, plus a jitter. */
final class FullRefit implements Refit {

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
        float[] jitters = new float[searches];
        float[] identity = new float[d * d];
        for (int i = 0; i < d; i++) {
            identity[i * d + i] = 1;
        }
        Buffer proposalCovariance = buffers.floats(searches, d, d);
        Buffer proposalFactor = buffers.floats(searches, d, d);
        for (int b = 0; b < searches; b++) {
            jitters[b] = (float) plan.instances().get(b).jitter();
            proposalCovariance.write((long) b * d * d, identity);
            proposalFactor.write((long) b * d * d, identity);
        }
        mean = buffers.floats(searches, d);
        variance = buffers.floats(searches, d);
        jitter = buffers.floats(jitters, searches);
        covariance = buffers.floats(searches, d, d);
        factor = buffers.floats(searches, d, d);
        valid = buffers.integers(searches);
        proposal = new Proposal.Full(
                buffers.floats(searches, d),
                proposalCovariance,
                proposalFactor,
                buffers.floats(searches, Proposal.DIVERGENCE),
                buffers.integers(searches));
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
}
