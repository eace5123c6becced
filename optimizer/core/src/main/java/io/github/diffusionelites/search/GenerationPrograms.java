package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One program for each fidelity, over the same buffers. The final round's is made for a check, and made again later.
 */
final class GenerationPrograms implements AutoCloseable {

    private final SearchPlan plan;
    private final Map<Integer, Program> programs = new LinkedHashMap<>();

    GenerationPrograms(Device device, SearchState state, PlanOptions options, @Nullable HostReward hostReward) {
        this.plan = state.plan;
        boolean complete = false;
        try {
            for (Stage stage : plan.settings().fidelity().stages()) {
                int key = key(stage.steps());
                if (!programs.containsKey(key)) {
                    programs.put(key, device.compile(state.generation(stage.steps(), hostReward), options));
                }
            }
            // Weights of the same model are packed once, so that this costs little while these programs are there.
            FinalProgram.rehearse(device, state.tables, options, hostReward);
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Returns the program for generations of this many denoising steps. */
    Program at(int steps) {
        return Objects.requireNonNull(programs.get(key(steps)));
    }

    /** A decoder that does not take steps needs one program only. */
    private int key(int steps) {
        return plan.decoder().usesSteps() ? steps : 0;
    }

    @Override
    public void close() {
        programs.values().forEach(Program::close);
    }
}
