package io.github.diffusionelites.cuda.driver;

/** Calls about streams and events, with exceptions; see {@link CheckedDriver}. */
public final class CheckedStreams {

    private static final int NON_BLOCKING = 1;
    private static final int DISABLE_TIMING = 2;
    /** {@code CU_STREAM_CAPTURE_MODE_THREAD_LOCAL}: other threads may allocate while this one records. */
    private static final int THREAD_LOCAL = 1;

    private final DriverGuard guard;

    CheckedStreams(DriverGuard guard) {
        this.guard = guard;
    }

    /** Returns a new stream that does not wait for stream 0. */
    public long create() {
        long[] stream = new long[1];
        guard.check("cuStreamCreate", guard.driver().streamCreate(NON_BLOCKING, stream));
        return stream[0];
    }

    /** Destroys a stream once its work is done. */
    public void destroy(long stream) {
        guard.free("cuStreamDestroy", Driver::streamDestroy, stream);
    }

    /** Waits for the work of a stream. */
    public void synchronize(long stream) {
        guard.check("cuStreamSynchronize", guard.driver().streamSynchronize(stream));
    }

    /** Returns whether the work of a stream is done. */
    public boolean isDone(long stream) {
        return guard.isDone("cuStreamQuery", guard.driver().streamQuery(stream));
    }

    /** Lets a stream wait for an event. */
    public void await(long stream, long event) {
        guard.check("cuStreamWaitEvent", guard.driver().streamWaitEvent(stream, event, 0));
    }

    /** Records what this thread puts into a stream instead of running it. */
    public void beginCapture(long stream) {
        guard.check("cuStreamBeginCapture", guard.driver().streamBeginCapture(stream, THREAD_LOCAL));
    }

    /** Returns the graph of what was recorded. */
    public long endCapture(long stream) {
        long[] graph = new long[1];
        guard.check("cuStreamEndCapture", guard.driver().streamEndCapture(stream, graph));
        return graph[0];
    }

    /** Returns whether a stream records, be it that the recording has failed. */
    public boolean isCapturing(long stream) {
        long[] status = new long[1];
        guard.check("cuStreamIsCapturing", guard.driver().streamIsCapturing(stream, status));
        return status[0] != 0;
    }

    /** Returns a new event, with a time or without, which is faster. */
    public long createEvent(boolean timed) {
        long[] event = new long[1];
        guard.check("cuEventCreate", guard.driver().eventCreate(timed ? 0 : DISABLE_TIMING, event));
        return event[0];
    }

    /** Destroys an event. */
    public void destroyEvent(long event) {
        guard.free("cuEventDestroy", Driver::eventDestroy, event);
    }

    /** Puts an event into a stream. */
    public void record(long event, long stream) {
        guard.check("cuEventRecord", guard.driver().eventRecord(event, stream));
    }

    /** Waits until a stream has passed an event. */
    public void synchronizeEvent(long event) {
        guard.check("cuEventSynchronize", guard.driver().eventSynchronize(event));
    }

    /** Returns whether a stream has passed an event. */
    public boolean isPassed(long event) {
        return guard.isDone("cuEventQuery", guard.driver().eventQuery(event));
    }

    /** Returns the milliseconds from one event to another. */
    public float elapsedMilliseconds(long start, long end) {
        float[] milliseconds = new float[1];
        guard.check("cuEventElapsedTime", guard.driver().eventElapsedTime(start, end, milliseconds));
        return milliseconds[0];
    }
}
