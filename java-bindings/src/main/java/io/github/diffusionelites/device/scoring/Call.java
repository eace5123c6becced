package io.github.diffusionelites.device.scoring;

/** One call of a reward in progress. Guarded by its run's lock. */
final class Call {

    /** How far the patience with a call has gone. */
    enum State {
        RUNNING,
        INTERRUPTED,
        ABANDONED
    }

    final Chunk chunk;
    final CopiedBatch batch;
    final Thread thread;
    final long started;
    State state = State.RUNNING;

    private boolean limited;
    private long deadline;

    Call(Chunk chunk, CopiedBatch batch, Thread thread, long started) {
        this.chunk = chunk;
        this.batch = batch;
        this.thread = thread;
        this.started = started;
    }

    /** Sets the time of {@link System#nanoTime} at which the patience ends. */
    void limit(long nanoTime) {
        limited = true;
        deadline = nanoTime;
    }

    /** Returns the nanoseconds until the patience ends, 0 or less if it has; the largest number if it never does. */
    long left(long nanoTime) {
        return limited ? deadline - nanoTime : Long.MAX_VALUE;
    }

    /** Takes the batch from the reward and asks it to return. */
    void interrupt(long nanoTime, long grace) {
        state = State.INTERRUPTED;
        batch.end();
        thread.interrupt();
        limit(nanoTime + grace);
    }
}
