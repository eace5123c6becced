package io.github.diffusionelites.batch;

/** Something that runs a job of many searches: this process, or workers of it. */
public interface BatchRunner extends AutoCloseable {

    /**
     * Runs the job, or goes on with the one that the directory holds, to the results that it would have had without an end
     * in between. A run that fails or is cancelled leaves in the directory what was found so far.
     *
     * @param directory takes all files
     * @param force whether to go on although model, kind of device, instruction set, precision or program are others, so
     *     that results may differ
     * @param observer told of every step, on the calling thread
     * @throws io.github.diffusionelites.run.RunDirectoryException if the directory holds another job, or one of those is
     *     another and that is not forced
     * @throws java.io.UncheckedIOException if a result cannot be written; those that were written before are whole
     * @throws io.github.diffusionelites.device.DeviceMemoryException if not even a single search fits the device
     */
    BatchSummary execute(BatchDirectory directory, boolean force, BatchObserver observer);

    /** Asks a run to end early; any thread may call this, more than once. */
    void cancel();

    /** Frees what the job took. Further calls do nothing. */
    @Override
    void close();
}
