package io.github.diffusionelites.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.diffusionelites.cuda.driver.GraphCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Calls about graphs. */
interface FfmGraphCalls extends GraphCalls {

    /** Bound when first used. */
    final class Handles {
        private static final MethodHandle INSTANTIATE = Downcalls.bind("cuGraphInstantiateWithFlags", "lll");
        private static final MethodHandle UPLOAD = Downcalls.bind("cuGraphUpload", "ll");
        private static final MethodHandle LAUNCH = Downcalls.bind("cuGraphLaunch", "ll");
        private static final MethodHandle EXEC_DESTROY = Downcalls.bind("cuGraphExecDestroy", "l");
        private static final MethodHandle DESTROY = Downcalls.bind("cuGraphDestroy", "l");
        private static final MethodHandle NODES = Downcalls.bind("cuGraphGetNodes", "lll");
        private static final @Nullable MethodHandle UPDATE = Downcalls.bindIfThere("cuGraphExecUpdate_v2", "lll");

        /** Of {@code CUgraphExecUpdateResultInfo}: an int32 and two pointers. */
        private static final int UPDATE_INFO_BYTES = 24;

        private Handles() {}
    }

    /** Returns whether the driver updates graphs in place. */
    static boolean updates() {
        return Handles.UPDATE != null;
    }

    @Override
    default int graphInstantiate(long graph, long flags, long[] exec) {
        return Downcalls.longs(exec, 1, out -> (int) Handles.INSTANTIATE.invokeExact(out, graph, flags));
    }

    @Override
    default int graphUpload(long exec, long stream) {
        return Downcalls.call(none -> (int) Handles.UPLOAD.invokeExact(exec, stream));
    }

    /** Written out, because nothing may be allocated here. */
    @Override
    default int graphLaunch(long exec, long stream) {
        try {
            return (int) Handles.LAUNCH.invokeExact(exec, stream);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Downcalls.mismatch(e);
        }
    }

    @Override
    default int graphExecDestroy(long exec) {
        return Downcalls.call(none -> (int) Handles.EXEC_DESTROY.invokeExact(exec));
    }

    @Override
    default int graphDestroy(long graph) {
        return Downcalls.call(none -> (int) Handles.DESTROY.invokeExact(graph));
    }

    @Override
    default int graphGetNodes(long graph, long[] count) {
        return Downcalls.longs(count, 1, out -> (int) Handles.NODES.invokeExact(graph, 0L, out));
    }

    @Override
    default int graphExecUpdate(long exec, long graph, long[] result) {
        MethodHandle handle = Handles.UPDATE;
        if (handle == null) {
            return Downcalls.unsupported();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(Handles.UPDATE_INFO_BYTES, Long.BYTES);
            long address = info.address();
            int code = Downcalls.call(none -> (int) handle.invokeExact(exec, graph, address));
            // A graph that differs too much is an error of the call, and only the result says how it differs.
            result[0] = info.get(JAVA_INT, 0);
            return code;
        }
    }
}
