package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.device.scoring.HostScorer;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A native program. A host reward is called by threads of its own while the lanes decode the next chunks. */
final class CpuProgram implements Program {

    private final CpuDevice device;
    private final long handle;
    private final Weights.Lease lease;
    private final Plan plan;
    private final Set<CpuBuffer> buffers;
    private final NoiseIds noiseIds;
    private final @Nullable HostScorer scorer;
    private final @Nullable CpuChunks chunks;
    private final long generations;
    private boolean running;
    private boolean closed;
    /** Whether what is native is gone. */
    private boolean released;

    CpuProgram(
            CpuDevice device,
            long handle,
            Weights.Lease lease,
            Plan plan,
            Recording recording,
            Set<CpuBuffer> buffers) {
        this.device = device;
        this.handle = handle;
        this.lease = lease;
        this.plan = plan;
        this.buffers = Set.copyOf(buffers);
        this.noiseIds = new NoiseIds(recording);
        Operation.ScoreOnHost hostReward = recording.hostReward();
        this.scorer = hostReward == null ? null : new HostScorer(hostReward, recording.individuals());
        this.chunks = hostReward == null ? null : new CpuChunks(handle, plan, hostReward);
        this.generations = recording.populationPart().stream()
                .mapToLong(CpuProgram::generations)
                .min()
                .orElse(NoiseIds.GENERATIONS);
    }

    /** How many generations an operation has room or coefficients for. */
    private static long generations(Operation.Population operation) {
        return switch (operation) {
            case Operation.KeepChampion keep -> keep.championRewards().shape().dimension(1);
            case Operation.Evolve evolve -> evolve.table().shape().dimension(1);
            default -> NoiseIds.GENERATIONS;
        };
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public StageTimes run(long seed, int generation) {
        long end = Math.min(generations, NoiseIds.GENERATIONS);
        if (generation < 0 || generation >= end) {
            throw new IllegalArgumentException(
                    "The generation must be in [0, " + end + ") for this program, but is " + generation + ".");
        }
        requireOutside();
        device.enter();
        try {
            begin();
            try {
                // The native program knows addresses only: a closed buffer must be noticed here.
                device.occupy(this, buffers);
                try {
                    noiseIds.requireInRange();
                    return generate(seed, generation);
                } finally {
                    device.vacate();
                }
            } finally {
                end();
            }
        } finally {
            device.leave();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (!closed) {
                stop();
            }
        }
    }

    @Override
    public void close() {
        requireOutside();
        synchronized (this) {
            if (closed) {
                // Whoever comes second frees what this program uses as soon as this returns.
                Waiting.until(this, () -> released);
                return;
            }
            closed = true;
            if (running) {
                stop();
            }
            // Lanes and threads that score use the native program until the run has ended.
            Waiting.until(this, () -> !running);
        }
        try {
            if (scorer != null) {
                scorer.close();
            }
            ElitesAbi.destroyProgram(handle);
            device.release(this, lease);
        } finally {
            synchronized (this) {
                released = true;
                notifyAll();
            }
        }
    }

    boolean uses(CpuBuffer buffer) {
        return buffers.contains(buffer);
    }

    /**
     * Refuses to go on where the program's own reward is the caller.
     *
     * @throws IllegalStateException on a thread that calls the reward
     */
    void requireOutside() {
        if (scorer != null) {
            scorer.requireOutside();
        }
    }

    private StageTimes generate(long seed, int generation) {
        ElitesAbi.start(handle, seed, generation);
        HostScorer.Scored scored = scorer == null || chunks == null
                ? new HostScorer.Scored(0, HostRewardReport.NONE)
                : scoreOnHost(scorer, chunks);
        ElitesAbi.RunNanos nanos = ElitesAbi.finish(handle, false);
        if (nanos == null) {
            throw new CancellationException("The run of generation " + generation + " was cancelled.");
        }
        return new StageTimes(nanos.individuals(), scored.nanos(), nanos.population(), scored.report());
    }

    /** Scores all chunks; a reward that ends the run abandons it, so that no lane outlives it. */
    private HostScorer.Scored scoreOnHost(HostScorer scorer, CpuChunks chunks) {
        try {
            return scorer.score(chunks, plan.rows());
        } catch (Throwable e) {
            try {
                ElitesAbi.finish(handle, true);
            } catch (RuntimeException | Error failure) {
                // What ended the run is what its caller must learn first.
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Ends the run in progress or the next one, but never both: the scorer stops the native program itself. */
    private void stop() {
        if (scorer == null || !scorer.cancel()) {
            ElitesAbi.cancel(handle);
        }
    }

    private synchronized void begin() {
        if (closed) {
            throw new IllegalStateException("The program is closed.");
        }
        running = true;
    }

    private synchronized void end() {
        running = false;
        notifyAll();
    }
}
