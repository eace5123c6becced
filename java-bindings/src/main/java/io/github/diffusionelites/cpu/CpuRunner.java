package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.engine.HeldMemory;
import io.github.diffusionelites.device.engine.Runner;
import io.github.diffusionelites.device.scoring.ChunkSource;
import org.jspecify.annotations.Nullable;

/**
 * A native program.
 *
 * @param handle of the program
 * @param lease its weights
 * @param memory that counts its workspace
 * @param chunks for a reward computed by Java; null where there is none
 */
record CpuRunner(
        long handle,
        Weights.Lease lease,
        Plan plan,
        HeldMemory memory,
        @Nullable ChunkSource chunks) implements Runner {

    @Override
    public void start(long seed, int generation) {
        ElitesAbi.start(handle, seed, generation);
    }

    @Override
    public @Nullable Nanos finish(boolean abandon) {
        return ElitesAbi.finish(handle, abandon);
    }

    @Override
    public void cancel() {
        ElitesAbi.cancel(handle);
    }

    @Override
    public void destroy() {
        ElitesAbi.destroyProgram(handle);
    }

    @Override
    public void giveBack() {
        lease.release();
        memory.giveBack(plan.workspaceBytes(), () -> Compiler.WORKSPACE);
    }
}
