package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.StageTimes;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** A native program. With a host reward the calling thread scores chunks while the lanes decode the next ones. */
final class CpuProgram implements Program {

    private static final int GENERATIONS = 1 << 20;

    private final CpuDevice device;
    private final long handle;
    private final Weights.Lease lease;
    private final Plan plan;
    private final Set<CpuBuffer> buffers;
    private final HostScoring scoring;
    private final long generations;
    private boolean closed;

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
        this.scoring = recording.hostReward() == null
                ? null
                : new HostScoring(recording.hostReward(), recording.individuals());
        this.generations = recording.populationPart().stream()
                .mapToLong(CpuProgram::generations)
                .min()
                .orElse(GENERATIONS);
    }

    /** How many generations an operation has room or coefficients for. */
    private static long generations(Operation.Population operation) {
        return switch (operation) {
            case Operation.KeepChampion keep -> keep.championRewards().shape().dimension(1);
            case Operation.Evolve evolve -> evolve.table().shape().dimension(1);
            default -> GENERATIONS;
        };
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public StageTimes run(long seed, int generation) {
        if (generation < 0 || generation >= Math.min(generations, GENERATIONS)) {
            throw new IllegalArgumentException("The generation must be in [0, " + Math.min(generations, GENERATIONS)
                    + ") for this program, but is " + generation + ".");
        }
        requireOpen();
        // The native program knows addresses only: a closed buffer must be noticed here.
        buffers.forEach(CpuBuffer::address);
        device.enter();
        try {
            ElitesAbi.start(handle, seed, generation);
            long hostNanos = scoring == null ? 0 : score();
            ElitesAbi.RunNanos nanos = ElitesAbi.finish(handle, false);
            if (nanos == null) {
                throw new CancellationException("The run of generation " + generation + " was cancelled.");
            }
            return new StageTimes(nanos.individuals(), hostNanos, nanos.population());
        } finally {
            device.leave();
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            if (!closed) {
                ElitesAbi.cancel(handle);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        device.release(this);
        ElitesAbi.destroyProgram(handle);
        lease.release();
    }

    /** Scores chunk after chunk; a reward that throws abandons the run, so that no lane outlives it. */
    private long score() {
        long nanos = 0;
        try {
            for (ElitesAbi.ReadyChunk chunk = ElitesAbi.nextChunk(handle);
                    chunk.count() > 0;
                    chunk = ElitesAbi.nextChunk(handle)) {
                long start = System.nanoTime();
                scoring.score(chunk);
                nanos += System.nanoTime() - start;
            }
            return nanos;
        } catch (Throwable e) {
            ElitesAbi.finish(handle, true);
            throw e;
        }
    }

    private void requireOpen() {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("The program is closed.");
            }
        }
    }
}
