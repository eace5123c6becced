package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Rows;
import org.jspecify.annotations.Nullable;

/** The program that decodes and scores entrants at final fidelity, with buffers of its own. */
final class FinalProgram implements AutoCloseable {

    final Buffer latents;
    final Buffer individuals;
    final Buffer generations;
    final Buffer samples;
    final Buffer rewards;

    private final OwnedBuffers buffers;
    private final Program program;

    /**
     * Allocates and compiles.
     *
     * @param rows entrants of each search, at least 1
     * @param hostReward null if the device computes the reward
     */
    FinalProgram(Device device, SearchTables tables, int rows, PlanOptions options, @Nullable HostReward hostReward) {
        this.buffers = new OwnedBuffers(device);
        SearchPlan plan = tables.plan;
        int searches = plan.searches();
        boolean complete = false;
        try {
            latents = buffers.floats(searches, rows, plan.dimension());
            individuals = buffers.integers(searches, rows);
            generations = buffers.integers(searches, rows);
            samples = buffers.floats(
                    searches, rows, plan.decoder().channels(), plan.decoder().length());
            rewards = buffers.floats(searches, rows);
            program = device.compile(recording(tables, rows, hostReward), options);
            complete = true;
        } finally {
            if (!complete) {
                buffers.close();
            }
        }
    }

    /**
     * Checks that the device has the memory for the largest final round there can be, so that it is not found missing
     * after all generations are run.
     *
     * @throws io.github.diffusionelites.device.DeviceMemoryException if it has not
     */
    static void rehearse(Device device, SearchTables tables, PlanOptions options, @Nullable HostReward hostReward) {
        new FinalProgram(device, tables, tables.plan.mostEntrants(), options, hostReward).close();
    }

    Program program() {
        return program;
    }

    private Recording recording(SearchTables tables, int rows, @Nullable HostReward hostReward) {
        SearchPlan plan = tables.plan;
        Recorder recorder = tables.recorder(rows);
        Rows.Stored sampleRows = recorder.rows(samples);
        plan.decoder()
                .record(
                        recorder,
                        recorder.rows(latents),
                        sampleRows,
                        plan.settings().fidelity().finalSteps(),
                        new NoiseIdentity(tables.searchIds, individuals, generations));
        tables.score(recorder, sampleRows, rewards, hostReward);
        return recorder.finish();
    }

    @Override
    public void close() {
        program.close();
        buffers.close();
    }
}
