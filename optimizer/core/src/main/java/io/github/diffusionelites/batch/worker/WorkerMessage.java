package io.github.diffusionelites.batch.worker;

import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker and its parent say to each other; {@link WorkerFormat} says in which bytes. */
public sealed interface WorkerMessage {

    /**
     * What the parent says first.
     *
     * @param worker number of the worker, from 0
     * @param directory of the job
     * @param jobText the job, without its searches
     * @param device to open
     * @param binding by which the driver of a GPU is called; empty for the default
     * @param allowDeviceCode whether the reward may be code of the job
     * @param allowProcesses whether the reward may be programs of the job
     * @param mostPlaces searches that have a place at a time at most; 0 for as many as suit the device
     * @param saveNanoseconds that a kill may cost, if generations are shorter
     */
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

    /**
     * The worker has made its programs, and says on what the bits of its results depend.
     *
     * @param traits of its device
     * @param weights SHA-256 of the model's weights; empty where there are none
     * @param description SHA-256 of what the model's description says, likewise
     */
    record Ready(DeviceTraits traits, String weights, String description) implements WorkerMessage {}

    /**
     * The worker asks for searches.
     *
     * @param population of their group
     * @param most it has room for
     */
    record Ask(int population, int most) implements WorkerMessage {}

    /**
     * The parent deals searches.
     *
     * @param searches none if no more of the group wait
     */
    record Deal(List<Dealt> searches) implements WorkerMessage {}

    /**
     * A search that is dealt.
     *
     * @param row of the manifest
     * @param state from which it goes on; null at its beginning
     */
    record Dealt(int row, @Nullable TaskCheckpoint state) {}

    /**
     * A search has ended.
     *
     * @param row of the manifest
     * @param search what it found
     */
    record Found(int row, FinishedSearch search) implements WorkerMessage {}

    /**
     * The worker ran a program.
     *
     * @param evaluations of the denoiser
     * @param deviceNanoseconds that the device worked
     * @param deviceBytes of its memory that are taken
     */
    record Step(long evaluations, long deviceNanoseconds, long deviceBytes) implements WorkerMessage {}

    /** The worker is about to forget what it found; it waits until that is on the disk. */
    record Sync() implements WorkerMessage {}

    /** All that was found is on the disk. */
    record Synced() implements WorkerMessage {}

    /**
     * The worker has a sentence for a person.
     *
     * @param sentence to show
     */
    record Notice(String sentence) implements WorkerMessage {}

    /**
     * The worker ends because something failed.
     *
     * @param code that the command line has for it
     * @param sentence that says what
     */
    record Failed(int code, String sentence) implements WorkerMessage {}
}
