package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.device.scoring.ChunkSource;
import io.github.diffusionelites.device.scoring.HostScorer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A program. A host reward is called by threads of its own while the device decodes the next chunks. */
final class ManagedProgram implements Program {

    private final ManagedDevice device;
    private final Runner runner;
    private final Set<ManagedBuffer> buffers;
    private final NoiseIds noiseIds;
    private final @Nullable HostScorer scorer;
    private final long generations;
    private boolean running;
    private boolean closed;
    /** Whether what is native is gone. */
    private boolean released;

    ManagedProgram(ManagedDevice device, Runner runner, Recording recording, Set<ManagedBuffer> buffers) {
        this.device = device;
        this.runner = runner;
        this.buffers = Set.copyOf(buffers);
        Operation.ScoreOnHost hostReward = recording.hostReward();
        this.scorer = hostReward == null ? null : new HostScorer(hostReward, recording.individuals());
        this.generations = recording.populationPart().stream()
                .mapToLong(ManagedProgram::generations)
                .min()
                .orElse(NoiseIds.GENERATIONS);
        this.noiseIds = new NoiseIds(recording, (int) Math.min(generations, NoiseIds.GENERATIONS));
    }

    /** How many generations an operation has room or coefficients for. */
    private static long generations(Operation.Population operation) {
        return switch (operation) {
            case Operation.KeepChampion keep -> keep.championRewards().shape().dimension(1);
            case Operation.Evolve evolve -> evolve.table().shape().dimension(1);
            default -> NoiseIds.GENERATIONS;
        };
    }

    Runner runner() {
        return runner;
    }

    @Override
    public Plan plan() {
        return runner.plan();
    }

    @Override
    public List<String> kernels() {
        return runner.kernels();
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
                // A runner knows addresses only: a closed buffer must be noticed here.
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
            // The device and threads that score use the runner until the run has ended.
            Waiting.until(this, () -> !running);
        }
        try {
            if (scorer != null) {
                scorer.close();
            }
            Cleanup.all(runner::destroy, () -> device.release(this, runner));
        } finally {
            synchronized (this) {
                released = true;
                notifyAll();
            }
        }
    }

    boolean uses(ManagedBuffer buffer) {
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
        runner.start(seed, generation);
        ChunkSource chunks = runner.chunks();
        HostScorer.Scored scored = scorer == null || chunks == null
                ? new HostScorer.Scored(0, HostRewardReport.NONE)
                : scoreOnHost(scorer, chunks);
        Runner.Nanos nanos = runner.finish(false);
        if (nanos == null) {
            throw new CancellationException("The run of generation " + generation + " was cancelled.");
        }
        return new StageTimes(nanos.individuals(), scored.nanos(), nanos.population(), scored.report());
    }

    /** Scores all chunks; a reward that ends the run abandons it, so that nothing of it goes on. */
    private HostScorer.Scored scoreOnHost(HostScorer scorer, ChunkSource chunks) {
        try {
            return scorer.score(chunks, plan().rows());
        } catch (Throwable e) {
            try {
                runner.finish(true);
            } catch (RuntimeException | Error failure) {
                // What ended the run is what its caller must learn first.
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Ends the run in progress or the next one, but never both: the scorer stops the runner itself. */
    private void stop() {
        if (scorer == null || !scorer.cancel()) {
            runner.cancel();
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
