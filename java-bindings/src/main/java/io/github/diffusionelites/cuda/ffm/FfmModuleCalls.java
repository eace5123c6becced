package io.github.diffusionelites.cuda.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.cuda.driver.ModuleCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Calls about kernels. */
interface FfmModuleCalls extends ModuleCalls {

    /** Bound when first used. */
    final class Handles {
        private static final MethodHandle LOAD = Downcalls.bind("cuModuleLoadData", "ll");
        private static final MethodHandle LOAD_EX = Downcalls.bind("cuModuleLoadDataEx", "llill");
        private static final MethodHandle UNLOAD = Downcalls.bind("cuModuleUnload", "l");
        private static final MethodHandle FUNCTION = Downcalls.bind("cuModuleGetFunction", "lll");
        private static final MethodHandle GLOBAL = Downcalls.bind("cuModuleGetGlobal_v2", "llll");
        private static final MethodHandle ATTRIBUTE = Downcalls.bind("cuFuncGetAttribute", "lil");
        private static final MethodHandle SET_ATTRIBUTE = Downcalls.bind("cuFuncSetAttribute", "lii");
        private static final MethodHandle OCCUPANCY =
                Downcalls.bind("cuOccupancyMaxActiveBlocksPerMultiprocessor", "llil");
        private static final MethodHandle LAUNCH = Downcalls.bind("cuLaunchKernel", "liiiiiiilll");
        private static final @Nullable MethodHandle PARAMETER = Downcalls.bindIfThere("cuFuncGetParamInfo", "llll");
        private static final @Nullable MethodHandle LAUNCH_EX = Downcalls.bindIfThere("cuLaunchKernelEx", "llll");

        /** {@code CU_JIT_ERROR_LOG_BUFFER} and the option of its size, which follows it. */
        private static final int ERROR_LOG = 5;

        private Handles() {}
    }

    /** Returns whether the driver tells the sizes of parameters. */
    static boolean tellsParameters() {
        return Handles.PARAMETER != null;
    }

    /** Returns whether the driver launches with attributes. */
    static boolean launchesWithAttributes() {
        return Handles.LAUNCH_EX != null;
    }

    @Override
    default int moduleLoadData(long image, long[] module) {
        return Downcalls.longs(module, 1, out -> (int) Handles.LOAD.invokeExact(out, image));
    }

    @Override
    default int moduleLoadDataEx(long image, long errorLog, int logBytes, long[] module) {
        try (Arena arena = Arena.ofConfined()) {
            long options = arena.allocateFrom(JAVA_INT, Handles.ERROR_LOG, Handles.ERROR_LOG + 1)
                    .address();
            // Values that are numbers are passed in the place of a pointer.
            long values = arena.allocateFrom(JAVA_LONG, errorLog, logBytes).address();
            return Downcalls.longs(module, 1, out -> (int) Handles.LOAD_EX.invokeExact(out, image, 2, options, values));
        }
    }

    @Override
    default int moduleUnload(long module) {
        return Downcalls.call(none -> (int) Handles.UNLOAD.invokeExact(module));
    }

    @Override
    default int moduleGetFunction(long module, String name, long[] function) {
        try (Arena arena = Arena.ofConfined()) {
            long text = arena.allocateFrom(name).address();
            return Downcalls.longs(function, 1, out -> (int) Handles.FUNCTION.invokeExact(out, module, text));
        }
    }

    @Override
    default int moduleGetGlobal(long module, String name, long[] addressAndBytes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            long address = text.address();
            return Downcalls.longs(addressAndBytes, 2, out ->
                    (int) Handles.GLOBAL.invokeExact(out, out + Long.BYTES, module, address));
        }
    }

    @Override
    default int funcGetAttribute(int attribute, long function, long[] value) {
        return Downcalls.number(value, out -> (int) Handles.ATTRIBUTE.invokeExact(out, attribute, function));
    }

    @Override
    default int funcSetAttribute(long function, int attribute, int value) {
        return Downcalls.call(none -> (int) Handles.SET_ATTRIBUTE.invokeExact(function, attribute, value));
    }

    @Override
    default int funcGetParamInfo(long function, long index, long[] offsetAndBytes) {
        MethodHandle handle = Handles.PARAMETER;
        return handle == null
                ? Downcalls.unsupported()
                : Downcalls.longs(
                        offsetAndBytes, 2, out -> (int) handle.invokeExact(function, index, out, out + Long.BYTES));
    }

    @Override
    default int occupancyMaxActiveBlocksPerMultiprocessor(long function, int threads, long sharedBytes, long[] blocks) {
        return Downcalls.number(
                blocks, out -> (int) Handles.OCCUPANCY.invokeExact(out, function, threads, sharedBytes));
    }

    /** Written out, because nothing may be allocated here. */
    @Override
    default int launchKernel(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long parameters) {
        try {
            return (int) Handles.LAUNCH.invokeExact(
                    function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters, 0L);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw Downcalls.mismatch(e);
        }
    }

    @Override
    default int launchKernelEx(long configuration, long function, long parameters) {
        MethodHandle handle = Handles.LAUNCH_EX;
        return handle == null
                ? Downcalls.unsupported()
                : Downcalls.call(none -> (int) handle.invokeExact(configuration, function, parameters, 0L));
    }
}
