package io.github.diffusionelites.batch;

import io.github.diffusionelites.device.StageTimes;
import java.util.Collection;

/** Counts what a job did. */
final class BatchTally {

    private final int searches;
    private final int devices;
    private final long start = System.nanoTime();
    private int finished;
    private int reached;
    private int finishedHere;
    private long evaluations;
    private long deviceNanoseconds;

    /**
     * Begins to count.
     *
     * @param searches that are to be run
     * @param former records of searches that finished before
     */
    BatchTally(int searches, int devices, Collection<SearchRecord> former) {
        this.searches = searches;
        this.devices = devices;
        this.finished = former.size();
        this.reached = (int) former.stream().filter(SearchRecord::reached).count();
    }

    void finished(SearchRecord search) {
        finished++;
        finishedHere++;
        reached += search.reached() ? 1 : 0;
    }

    void step(long evaluationsOfIt, StageTimes times) {
        evaluations += evaluationsOfIt;
        deviceNanoseconds += times.individuals() + times.population();
    }

    /**
     * Returns how far the job is.
     *
     * @param running searches that have begun and are not finished
     * @param deviceBytes of the devices' memory that are taken
     */
    BatchProgress progress(int running, long deviceBytes) {
        return new BatchProgress(
                searches,
                finished,
                reached,
                running,
                evaluations,
                finishedHere,
                deviceNanoseconds,
                devices,
                System.nanoTime() - start,
                deviceBytes);
    }
}
