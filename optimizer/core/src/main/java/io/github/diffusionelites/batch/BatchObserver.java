package io.github.diffusionelites.batch;

/** Told of a job while it runs, on the thread that runs it. */
public interface BatchObserver {

    /** Told after each step of a device. */
    void progress(BatchProgress progress);

    /** Takes a sentence that a person should read. */
    void notice(String sentence);
}
