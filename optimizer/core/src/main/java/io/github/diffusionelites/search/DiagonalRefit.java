package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import java.util.Arrays;

/** Mean and variance of the elites, coordinate by coordinate, with floors. */
final class DiagonalRefit implements Refit {

    private final Buffer mean;
    private final Buffer variance;
    private final Buffer floors;
    private final Proposal.Diagonal proposal;

    DiagonalRefit(OwnedBuffers buffers, SearchPlan plan) {
        int searches = plan.searches();
        int d = plan.dimension();
        float[] columns = new float[2 * searches];
        for (int b = 0; b < searches; b++) {
            columns[2 * b] = (float) plan.instances().get(b).varianceFloor();
            columns[2 * b + 1] = (float) plan.instances().get(b).deviationFloor();
        }
        float[] ones = new float[d];
        Arrays.fill(ones, 1);
        Buffer deviation = buffers.floats(searches, d);
        for (int b = 0; b < searches; b++) {
            deviation.write((long) b * d, ones);
        }
        mean = buffers.floats(searches, d);
        variance = buffers.floats(searches, d);
        floors = buffers.floats(columns, searches, 2);
        proposal = new Proposal.Diagonal(
                buffers.floats(searches, d),
                deviation,
                buffers.floats(searches, Proposal.DIVERGENCE),
                buffers.integers(searches));
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
}
