package io.github.diffusionelites.cuda.driver;

/** Events: marks in streams. */
public interface EventCalls {

    /** {@code event[0]}: an event; flags as in {@code CU_EVENT_*}, 2 for one without a time. */
    int eventCreate(int flags, long[] event);

    /** Destroys an event. */
    int eventDestroy(long event);

    /** Puts an event into a stream. */
    int eventRecord(long event, long stream);

    /** Waits until a stream has passed an event. */
    int eventSynchronize(long event);

    /** Returns 0 if the stream has passed an event, {@link DriverCode#NOT_READY} if not yet. */
    int eventQuery(long event);

    /** {@code milliseconds[0]}: the time from one event to another, good to about half a microsecond. */
    int eventElapsedTime(long start, long end, float[] milliseconds);
}
