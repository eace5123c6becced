package io.github.diffusionelites.cuda.driver;

import io.github.diffusionelites.device.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;

/** Calls about kernels, with exceptions; see {@link CheckedDriver}. */
public final class CheckedModules {

    private static final int LOG_BYTES = 16 * 1024;

    private final DriverGuard guard;

    CheckedModules(DriverGuard guard) {
        this.guard = guard;
    }

    /**
     * Loads a module into the current context.
     *
     * @param image host address of a fatbin, a cubin, or PTX that a zero ends
     * @throws DeviceException if it cannot be loaded; the message has what the driver's compiler says
     */
    public long load(long image) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment log = arena.allocate(LOG_BYTES);
            long[] module = new long[1];
            int code = guard.driver().moduleLoadDataEx(image, log.address(), LOG_BYTES, module);
            if (code != DriverCode.SUCCESS) {
                String said = log.getString(0).strip();
                throw guard.failure("cuModuleLoadDataEx", code, said.isEmpty() ? "" : " (" + said + ")");
            }
            return module[0];
        }
    }

    /** Unloads a module with its functions. */
    public void unload(long module) {
        guard.free("cuModuleUnload", Driver::moduleUnload, module);
    }

    /** Returns a kernel, by its name. */
    public long function(long module, String name) {
        long[] function = new long[1];
        int code = guard.driver().moduleGetFunction(module, name, function);
        if (code != DriverCode.SUCCESS) {
            throw guard.failure("cuModuleGetFunction", code, " for the kernel " + name);
        }
        return function[0];
    }

    /**
     * A variable of a module.
     *
     * @param address where it lies on the device
     * @param bytes its size
     */
    public record Variable(long address, long bytes) {}

    /** Returns where a variable of a module lies. */
    public Variable variable(long module, String name) {
        long[] addressAndBytes = new long[2];
        int code = guard.driver().moduleGetGlobal(module, name, addressAndBytes);
        if (code != DriverCode.SUCCESS) {
            throw guard.failure("cuModuleGetGlobal", code, " for the variable " + name);
        }
        return new Variable(addressAndBytes[0], addressAndBytes[1]);
    }

    /** Returns an attribute of a kernel, by its number in {@code CUfunction_attribute}. */
    public int attribute(long function, int attribute) {
        long[] value = new long[1];
        guard.check("cuFuncGetAttribute", guard.driver().funcGetAttribute(attribute, function, value));
        return (int) value[0];
    }

    /** Sets an attribute of a kernel. */
    public void setAttribute(long function, int attribute, int value) {
        guard.check("cuFuncSetAttribute", guard.driver().funcSetAttribute(function, attribute, value));
    }

    /** Returns the bytes of a kernel's parameter, or nothing where the driver or the binding does not tell. */
    public OptionalLong parameterBytes(long function, int index) {
        if (!guard.driver().supports(Capability.PARAMETER_INFO)) {
            return OptionalLong.empty();
        }
        long[] offsetAndBytes = new long[2];
        guard.check("cuFuncGetParamInfo", guard.driver().funcGetParamInfo(function, index, offsetAndBytes));
        return OptionalLong.of(offsetAndBytes[1]);
    }

    /** Returns how many blocks of a kernel a multiprocessor holds at once. */
    public int blocksPerMultiprocessor(long function, int threads, long sharedBytes) {
        long[] blocks = new long[1];
        guard.check(
                "cuOccupancyMaxActiveBlocksPerMultiprocessor",
                guard.driver().occupancyMaxActiveBlocksPerMultiprocessor(function, threads, sharedBytes, blocks));
        return (int) blocks[0];
    }

    /** Launches a kernel; see {@link ModuleCalls#launchKernel}. */
    public void launch(
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
        int code = guard.driver()
                .launchKernel(function, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, stream, parameters);
        if (code != DriverCode.SUCCESS) {
            throw guard.failure(
                    "cuLaunchKernel",
                    code,
                    " of " + gridX + " x " + gridY + " x " + gridZ + " blocks of " + blockX + " x " + blockY + " x "
                            + blockZ + " threads with " + sharedBytes + " bytes of shared memory");
        }
    }
}
