package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.search.EvolutionSchedule;
import java.util.List;

/** W8: Diffusion Evolution from N(0, I) towards a goal; two populations take turns. */
final class Evolution implements AutoCloseable {

    private static final double NOISE = 1;

    private final DeviceBuffers buffers;
    private final Program there;
    private final Program back;
    private final int individuals;
    private final int width;
    private final int steps;
    private int generation;

    /**
     * Draws a population.
     *
     * @param steps that can be made
     */
    Evolution(Device device, int individuals, int width, int steps, long seed) {
        this.individuals = individuals;
        this.width = width;
        this.steps = steps;
        this.buffers = new DeviceBuffers(device, seed);
        boolean complete = false;
        try {
            Buffer first = buffers.normals(1, individuals, width);
            Buffer second = buffers.floats(1, individuals, width);
            Buffer table = buffers.floats(1, steps, 5);
            table.write(0, EvolutionSchedule.COSINE.table(steps + 1, NOISE));
            there = program(device, first, second, table);
            back = program(device, second, first, table);
            complete = true;
        } finally {
            if (!complete) {
                buffers.close();
            }
        }
    }

    private Program program(Device device, Buffer from, Buffer to, Buffer table) {
        Recorder recorder = new Recorder(1, individuals);
        Rows.Stored rows = recorder.rows(from);
        Buffer fitness = buffers.floats(1, individuals);
        Buffer parameters = buffers.floats(1, 2);
        parameters.write(0, new float[] {-1, 1});
        recorder.score(
                rows, 1, width, List.of(new RewardTerm(RewardTerm.Kind.GOAL_DISTANCE, 0, 2)), parameters, fitness);
        recorder.evolve(
                rows,
                fitness,
                buffers.settings(1, individuals, Math.max(1, individuals / 10)),
                table,
                buffers.ids(1),
                recorder.rows(to),
                buffers.floats(1, 2));
        return device.compile(recorder.finish(), PlanOptions.AUTO);
    }

    /** Makes one step; after the last it begins again with the first one's coefficients. */
    StageTimes step() {
        int now = generation++;
        return (now % 2 == 0 ? there : back).run(1, now % steps);
    }

    /** Returns the program of every other step. */
    Program program() {
        return there;
    }

    @Override
    public void close() {
        Closing.all(List.of(there, back, buffers));
    }
}
