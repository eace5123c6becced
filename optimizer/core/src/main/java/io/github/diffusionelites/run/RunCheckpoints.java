package io.github.diffusionelites.run;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.run.checkpoint.Checkpoint;
import io.github.diffusionelites.run.checkpoint.CheckpointDirectory;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.search.ProposalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a run writes a checkpoint: after a generation, if the next one would end more than a second after the
 * last checkpoint, or another interval. A kill then costs one second or one generation, whichever is more, and short
 * generations are not slowed down by the disk.
 *
 * <p>A checkpoint that cannot be written during the run, for want of space on the disk or in the Java heap, is reported
 * and the run goes on: the former ones are still there, and space may be free again a second later.
 */
final class RunCheckpoints {

    /** The longest time that a kill costs where generations are short. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** States beyond this would keep the disk busy for most of the time, and the Java heap full. */
    private static final long LARGEST = 1L << 30;

    private final @Nullable CheckpointDirectory directory;
    private final Supplier<Checkpoint> state;
    private final Consumer<String> notices;
    private final LongSupplier clock;
    private final long interval;
    private long written;
    private long finishedGeneration;
    private boolean failing;

    /**
     * Prepares.
     *
     * @param state takes a checkpoint of the run as it is
     * @param notices takes a sentence when writing fails, and when it works again
     * @param directory takes the checkpoints; null if there shall be none
     * @param interval at most this long after a checkpoint comes the next one, or one generation
     * @param clock of nanoseconds
     */
    RunCheckpoints(
            @Nullable CheckpointDirectory directory,
            Supplier<Checkpoint> state,
            Consumer<String> notices,
            Duration interval,
            LongSupplier clock) {
        this.directory = directory;
        this.state = state;
        this.notices = notices;
        this.clock = clock;
        this.interval = interval.toNanos();
        this.written = clock.getAsLong();
        this.finishedGeneration = written;
    }

    /**
     * Prepares the checkpoints of a job. A job whose state takes more than 1 GiB gets none, and a notice says so.
     *
     * @param dimension coordinates of a latent
     */
    static RunCheckpoints of(
            Job job,
            long dimension,
            CheckpointDirectory directory,
            Supplier<Checkpoint> state,
            Consumer<String> notices,
            Duration interval) {
        boolean full = job.search().proposal() instanceof ProposalSettings.Full;
        boolean ties = job.search().rule() == SelectionRule.THRESHOLD;
        long elites = ties ? job.search().population() : job.search().elites();
        long champions =
                Math.min(job.search().finalists() + 1L, job.search().fidelity().generations());
        long rows = (full ? 1 + 2 * dimension : 2) + elites + champions;
        // Beside the vectors: the place of each elite, four words of each champion, and lengths.
        double words = (double) rows * dimension + elites + 4.0 * champions + 16;
        double bytes = (double) Float.BYTES * job.searches() * words;
        if (bytes > LARGEST) {
            notices.accept(String.format(
                    Locale.ROOT,
                    "The state of this run may take %.1f GiB, but checkpoints have at most 1: none are written, and the"
                            + " run cannot be resumed.",
                    bytes / LARGEST));
        }
        return new RunCheckpoints(bytes > LARGEST ? null : directory, state, notices, interval, System::nanoTime);
    }

    /**
     * Writes a checkpoint now.
     *
     * @throws UncheckedIOException if that fails; the former ones are still there
     */
    void write() {
        if (directory == null) {
            return;
        }
        try {
            directory.write(state.get());
        } catch (OutOfMemoryError | ArithmeticException e) {
            throw new UncheckedIOException(
                    "The state of the run, to be written to " + directory.path() + ", does not fit the Java heap ("
                            + e.getMessage() + "); set JAVA_TOOL_OPTIONS=-Xmx with more memory.",
                    new IOException(e));
        }
        written = clock.getAsLong();
        if (failing) {
            failing = false;
            notices.accept("Checkpoints are written again.");
        }
    }

    /** Takes note of a finished generation and writes a checkpoint if it is time. */
    void generation() {
        long now = clock.getAsLong();
        long duration = now - finishedGeneration;
        if (now - written + duration > interval) {
            try {
                write();
            } catch (UncheckedIOException e) {
                // The next attempt is a second later, not a generation later.
                written = now;
                if (!failing) {
                    notices.accept(e.getMessage() + " The run goes on; until that works, it can only be resumed from"
                            + " an earlier generation.");
                }
                failing = true;
            }
        }
        finishedGeneration = clock.getAsLong();
    }
}
