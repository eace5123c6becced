package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.Runner;
import io.github.diffusionelites.device.scoring.ChunkSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A generation as recorded graphs: one for everything, or, where Java computes the reward, one for each chunk, which a
 * {@link ChunkRing} launches, and one for the population.
 */
final class CudaRunner implements Runner {

    /** Places of the stamps. */
    static final int BEGIN = 0;

    static final int DECODED = 1;
    static final int END = 2;

    private final CudaContext context;
    private final CudaMemory memory;
    private final Plan plan;
    private final Resources resources;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    /** Guards that whoever cancels says so to both, this object and the device, before the next run asks. */
    private final Object signalling = new Object();
    /** Whether the device was told of a cancellation since the last run began. */
    private boolean signalled;
    /** Whether the run in progress was cancelled before it began. */
    private boolean skipped;

    /**
     * What a program owns.
     *
     * @param workspace address of its workspace, 0 if it needs none
     * @param signals a stream beside those of the run, for its cancellation
     * @param generation graphs of the per-individual part: one for each chunk with a reward of Java's; without, as few
     *     as may be, the population-wide part at their end
     * @param population graphs of the population-wide part behind a reward of Java's; null where there is none
     * @param chunks decoded chunks for a reward of Java's; null where there is none
     * @param kernels names of those that a run launches
     * @param launches of the first chunk and of the population, for those who time them
     */
    record Resources(
            CudaWeights.Lease lease,
            long workspace,
            ControlBlock control,
            Streams streams,
            Streams signals,
            Graphs generation,
            @Nullable Graphs population,
            @Nullable ChunkRing chunks,
            List<String> kernels,
            OperationLaunches launches) {}

    CudaRunner(CudaContext context, CudaMemory memory, Plan plan, Resources resources) {
        this.context = context;
        this.memory = memory;
        this.plan = plan;
        this.resources = resources;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public List<String> kernels() {
        return resources.kernels();
    }

    CudaContext context() {
        return context;
    }

    CudaMemory memory() {
        return memory;
    }

    Resources resources() {
        return resources;
    }

    @Override
    public @Nullable ChunkSource chunks() {
        return resources.chunks();
    }

    @Override
    public void start(long seed, int generation) {
        ChunkRing chunks = resources.chunks();
        context.enter();
        synchronized (signalling) {
            skipped = cancelled.getAndSet(false);
            if (signalled) {
                // A signal that is late must reach the device before the next run says that nobody cancelled it.
                resources.signals().join(resources.streams().launching());
                signalled = false;
            }
        }
        if (skipped) {
            if (chunks != null) {
                chunks.begin(true);
            }
            return;
        }
        try {
            resources.control().tell(seed, generation, resources.streams().launching());
            if (chunks != null) {
                chunks.begin(false);
            } else {
                resources.generation().launch();
            }
        } catch (RuntimeException e) {
            // Nobody finishes a run that did not start: what was launched must not outlive the buffers.
            Cleanup.after(e, resources.streams()::drain);
            throw e;
        }
    }

    @Override
    public @Nullable Nanos finish(boolean abandon) {
        if (skipped) {
            return null;
        }
        context.enter();
        resources.streams().drain();
        Graphs population = resources.population();
        ChunkRing chunks = resources.chunks();
        if (population != null && chunks != null) {
            // Rewards of all chunks are there, or the run ends here.
            boolean ended = chunks.isEnded();
            if (ended) {
                cancelled.set(false);
            }
            if (abandon || ended) {
                return null;
            }
            chunks.sendRewards(resources.streams().launching());
            population.launch();
            resources.streams().synchronize();
        }
        ControlBlock control = resources.control();
        if (control.stopped()) {
            cancelled.set(false);
            return null;
        }
        long decoded = control.stamped(DECODED);
        return new Nanos(decoded - control.stamped(BEGIN), control.stamped(END) - decoded);
    }

    @Override
    public void cancel() {
        context.enter();
        ChunkRing chunks = resources.chunks();
        synchronized (signalling) {
            cancelled.set(true);
            if (chunks != null) {
                chunks.stop();
            }
            resources.control().cancel(resources.signals().main());
            signalled = true;
        }
    }

    @Override
    public void destroy() {
        context.enter();
        Graphs population = resources.population();
        ChunkRing chunks = resources.chunks();
        Cleanup.all(
                () -> {
                    if (chunks != null) {
                        chunks.close();
                    }
                },
                () -> {
                    if (population != null) {
                        population.close();
                    }
                },
                resources.generation()::close,
                resources.signals()::close,
                resources.streams()::close);
    }

    @Override
    public void giveBack() {
        context.enter();
        Cleanup.all(resources.control()::close, resources.lease()::release, () -> {
            if (resources.workspace() != 0) {
                memory.giveBack(resources.workspace());
            }
        });
    }
}
