package io.github.diffusionelites.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.cuda.driver.EventCalls;
import io.github.diffusionelites.cuda.driver.StreamCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Calls about streams and events. */
interface FfmStreamCalls extends StreamCalls, EventCalls {

    /** Bound when first used. */
    final class Handles {
        private static final MethodHandle CREATE = Downcalls.bind("cuStreamCreate", "li");
        private static final MethodHandle DESTROY = Downcalls.bind("cuStreamDestroy_v2", "l");
        private static final MethodHandle SYNCHRONIZE = Downcalls.bind("cuStreamSynchronize", "l");
        private static final MethodHandle QUERY = Downcalls.bind("cuStreamQuery", "l");
        private static final MethodHandle WAIT = Downcalls.bind("cuStreamWaitEvent", "lli");
        private static final MethodHandle BEGIN = Downcalls.bind("cuStreamBeginCapture_v2", "li");
        private static final MethodHandle END = Downcalls.bind("cuStreamEndCapture", "ll");
        private static final MethodHandle IS_CAPTURING = Downcalls.bind("cuStreamIsCapturing", "ll");
        private static final MethodHandle EVENT_CREATE = Downcalls.bind("cuEventCreate", "li");
        private static final MethodHandle EVENT_DESTROY = Downcalls.bind("cuEventDestroy_v2", "l");
        private static final MethodHandle EVENT_RECORD = Downcalls.bind("cuEventRecord", "ll");
        private static final MethodHandle EVENT_SYNCHRONIZE = Downcalls.bind("cuEventSynchronize", "l");
        private static final MethodHandle EVENT_QUERY = Downcalls.bind("cuEventQuery", "l");
        private static final MethodHandle EVENT_ELAPSED = Downcalls.bind("cuEventElapsedTime", "lll");

        private Handles() {}
    }

    @Override
    default int streamCreate(int flags, long[] stream) {
        return Downcalls.longs(stream, 1, out -> (int) Handles.CREATE.invokeExact(out, flags));
    }

    @Override
    default int streamDestroy(long stream) {
        return Downcalls.call(none -> (int) Handles.DESTROY.invokeExact(stream));
    }

    @Override
    default int streamSynchronize(long stream) {
        return Downcalls.call(none -> (int) Handles.SYNCHRONIZE.invokeExact(stream));
    }

    @Override
    default int streamQuery(long stream) {
        return Downcalls.call(none -> (int) Handles.QUERY.invokeExact(stream));
    }

    @Override
    default int streamWaitEvent(long stream, long event, int flags) {
        return Downcalls.call(none -> (int) Handles.WAIT.invokeExact(stream, event, flags));
    }

    @Override
    default int streamBeginCapture(long stream, int mode) {
        return Downcalls.call(none -> (int) Handles.BEGIN.invokeExact(stream, mode));
    }

    @Override
    default int streamEndCapture(long stream, long[] graph) {
        return Downcalls.longs(graph, 1, out -> (int) Handles.END.invokeExact(stream, out));
    }

    @Override
    default int streamIsCapturing(long stream, long[] status) {
        return Downcalls.number(status, out -> (int) Handles.IS_CAPTURING.invokeExact(stream, out));
    }

    @Override
    default int eventCreate(int flags, long[] event) {
        return Downcalls.longs(event, 1, out -> (int) Handles.EVENT_CREATE.invokeExact(out, flags));
    }

    @Override
    default int eventDestroy(long event) {
        return Downcalls.call(none -> (int) Handles.EVENT_DESTROY.invokeExact(event));
    }

    @Override
    default int eventRecord(long event, long stream) {
        return Downcalls.call(none -> (int) Handles.EVENT_RECORD.invokeExact(event, stream));
    }

    @Override
    default int eventSynchronize(long event) {
        return Downcalls.call(none -> (int) Handles.EVENT_SYNCHRONIZE.invokeExact(event));
    }

    @Override
    default int eventQuery(long event) {
        return Downcalls.call(none -> (int) Handles.EVENT_QUERY.invokeExact(event));
    }

    @Override
    default int eventElapsedTime(long start, long end, float[] milliseconds) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(JAVA_FLOAT);
            long address = time.address();
            int code = Downcalls.call(none -> (int) Handles.EVENT_ELAPSED.invokeExact(address, start, end));
            if (code == 0) {
                milliseconds[0] = time.get(JAVA_FLOAT, 0);
            }
            return code;
        }
    }
}
