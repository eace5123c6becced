package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.device.Workspace;
import io.github.diffusionelites.device.scoring.HostScorer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Interprets a recording row by row, then search by search. */
final class ReferenceProgram implements Program {

    /** Rows of a host reward's batch where no wish was made; small, so that tests see several batches. */
    private static final int CHUNK_ROWS = 16;

    private static final int GENERATIONS = 1 << 20;

    private final Recording recording;
    private final Plan plan;
    private final HostScorer scorer;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private boolean running;
    private boolean closed;

    ReferenceProgram(Recording recording, PlanOptions options) {
        this.recording = recording;
        int wish = options.chunkRows() == 0 ? CHUNK_ROWS : options.chunkRows();
        int chunkRows = (int) Math.min(wish, recording.rows());
        int operations =
                recording.individualPart().size() + recording.populationPart().size();
        long bytes = (long) Float.BYTES
                * Workspace.plan(recording, Precision.FLOAT32).floatsPerRow()
                * chunkRows;
        this.plan = new Plan(recording.rows(), chunkRows, 1, bytes, operations, Precision.FLOAT32);
        this.scorer =
                recording.hostReward() == null ? null : new HostScorer(recording.hostReward(), recording.individuals());
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public StageTimes run(long seed, int generation) {
        requireRunnable(generation);
        begin();
        try {
            return generate(seed, generation);
        } finally {
            end();
        }
    }

    private StageTimes generate(long seed, int generation) {
        long start = System.nanoTime();
        for (int row = 0; row < recording.rows(); row++) {
            requireNotCancelled();
            RunTime time = RunTime.of(recording, row / recording.individuals(), seed, generation);
            RowInterpreter interpreter = new RowInterpreter(recording.individuals(), row, time);
            recording.individualPart().forEach(interpreter::run);
        }
        HostScorer.Scored host = scorer == null ? new HostScorer.Scored(0, HostRewardReport.NONE) : scoreOnHost();
        requireNotCancelled();
        long scored = System.nanoTime();
        PopulationInterpreter interpreter = new PopulationInterpreter(
                recording.individuals(),
                IntStream.range(0, recording.searches())
                        .mapToObj(search -> RunTime.of(recording, search, seed, generation))
                        .toList());
        recording.populationPart().forEach(interpreter::run);
        return new StageTimes(scored - start, host.nanos(), System.nanoTime() - scored, host.report());
    }

    private HostScorer.Scored scoreOnHost() {
        ReferenceChunks chunks = new ReferenceChunks(recording.hostReward(), plan.rows(), plan.chunkRows());
        HostScorer.Scored scored = scorer.score(chunks, plan.rows());
        if (chunks.stopped()) {
            cancelled.set(true);
        }
        return scored;
    }

    @Override
    public synchronized void cancel() {
        if (scorer == null || !scorer.cancel()) {
            cancelled.set(true);
        }
    }

    @Override
    public void close() {
        requireOutside();
        boolean interrupted = false;
        synchronized (this) {
            closed = true;
            if (running) {
                cancel();
            }
            while (running) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (scorer != null) {
            scorer.close();
        }
    }

    private synchronized void begin() {
        requireOutside();
        if (running) {
            throw new IllegalStateException("The program is running; one thread at a time may run it.");
        }
        running = true;
    }

    private synchronized void end() {
        running = false;
        notifyAll();
    }

    private void requireOutside() {
        if (scorer != null) {
            scorer.requireOutside();
        }
    }

    private void requireRunnable(int generation) {
        if (closed) {
            throw new IllegalStateException("The program is closed; compile the recording again.");
        }
        if (generation < 0 || generation >= GENERATIONS) {
            throw new IllegalArgumentException(
                    "The generation of a run must be in [0, " + GENERATIONS + "), but is " + generation + ".");
        }
        for (Operation operation : recording.populationPart()) {
            if (operation instanceof Operation.KeepChampion champion) {
                long slots = champion.championRewards().shape().dimension(1);
                if (generation >= slots) {
                    throw new IllegalArgumentException("The champion of generation " + generation
                            + " has no place among " + slots + " slots; allocate a slot for each generation.");
                }
            }
            if (operation instanceof Operation.Evolve evolve) {
                long steps = evolve.table().shape().dimension(1);
                if (generation >= steps) {
                    throw new IllegalArgumentException("Generation " + generation + " has no coefficients among "
                            + steps + " steps; give a row of the table for each generation.");
                }
            }
        }
    }

    private void requireNotCancelled() {
        if (cancelled.getAndSet(false)) {
            throw new CancellationException("The run was cancelled; the proposals are those of the generation before.");
        }
    }
}
