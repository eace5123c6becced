package io.github.diffusionelites.cuda.driver;

/** Streams, and recording what goes into them as a graph. */
public interface StreamCalls {

    /** {@code stream[0]}: a stream; flags as in {@code CU_STREAM_*}, 1 for one that does not wait for stream 0. */
    int streamCreate(int flags, long[] stream);

    /** Destroys a stream once its work is done. */
    int streamDestroy(long stream);

    /** Waits for the work of a stream. */
    int streamSynchronize(long stream);

    /** Returns 0 if the work of a stream is done, {@link DriverCode#NOT_READY} if not yet. */
    int streamQuery(long stream);

    /** Lets a stream wait for an event. */
    int streamWaitEvent(long stream, long event, int flags);

    /** Records what goes into a stream instead of running it; mode as in {@code CU_STREAM_CAPTURE_MODE_*}. */
    int streamBeginCapture(long stream, int mode);

    /** {@code graph[0]}: what was recorded. */
    int streamEndCapture(long stream, long[] graph);

    /** {@code status[0]}: 0 if the stream records nothing, 1 if it does, 2 if the recording has failed. */
    int streamIsCapturing(long stream, long[] status);
}
