package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker and its parent say to each other; {@link WorkerFormat} says in which bytes. */
sealed interface WorkerMessage {

    /** What the parent says first. */
    record Begin(
            int worker,
            String directory,
            String jobText,
            String device,
            String binding,
            boolean allowDeviceCode,
            boolean allowProcesses,
            int mostPlaces,
            long saveNanoseconds)
            implements WorkerMessage {}

    /** The worker asks which group comes next; it has no search. */
    record AskGroup() implements WorkerMessage {}

    /**
     * The parent answers.
     *
     * @param population of the group; 0 if nothing is left
     * @param share searches of it that this worker may expect
     */
    record Group(int population, int share) implements WorkerMessage {}

    /** The worker has made its programs, and says on what the bits of its results depend. */
    record Ready(DeviceTraits traits, String weights, String description) implements WorkerMessage {}

    /** The worker asks for searches of a group, at most so many. */
    record Ask(int population, int most) implements WorkerMessage {}

    /** The parent deals searches. */
    record Deal(List<Dealt> searches) implements WorkerMessage {}

    /** A search by its row, and where it goes on; null at its beginning. */
    record Dealt(int row, @Nullable TaskCheckpoint state) {}

    /** The worker found something. */
    record Found(int row, FinishedSearch search) implements WorkerMessage {}

    /** The worker ran a program. */
    record Step(long evaluations, long deviceNanoseconds, long deviceBytes) implements WorkerMessage {}

    /** The worker is about to forget what it found; it waits until that is on the disk. */
    record Sync() implements WorkerMessage {}

    /** All that was found is on the disk. */
    record Synced() implements WorkerMessage {}

    /** The worker has a sentence for a person. */
    record Notice(String sentence) implements WorkerMessage {}

    /** The worker ends because something failed, with the exit code that the command line has for it. */
    record Failed(int code, String sentence) implements WorkerMessage {}
}
