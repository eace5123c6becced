package io.github.diffusionelites.cuda.jcuda;

import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.hostAddress;
import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.with;

import io.github.diffusionelites.cuda.driver.DriverCode;
import io.github.diffusionelites.cuda.driver.ModuleCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Calls about kernels. */
interface JCudaModuleCalls extends ModuleCalls {

    private static CUfunction function(long function) {
        return with(new CUfunction(), function);
    }

    private static CUmodule module(long module) {
        return with(new CUmodule(), module);
    }

    /** By the call with options, and none of them: the one without takes only arrays and stops the collector. */
    @Override
    default int moduleLoadData(long image, long[] module) {
        return JCudaCodes.handle(
                module,
                new CUmodule(),
                out -> JCudaDriver.cuModuleLoadDataEx(out, hostAddress(image), 0, new int[0], Pointer.to(new int[0])));
    }

    @Override
    default int moduleLoadDataEx(long image, long errorLog, int logBytes, long[] module) {
        int[] options = {CUjit_option.CU_JIT_ERROR_LOG_BUFFER, CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES};
        try (Arena arena = Arena.ofConfined()) {
            // Values that are numbers are passed in the place of a pointer.
            long values = arena.allocateFrom(ValueLayout.JAVA_LONG, errorLog, logBytes)
                    .address();
            return JCudaCodes.handle(
                    module,
                    new CUmodule(),
                    out -> JCudaDriver.cuModuleLoadDataEx(
                            out, hostAddress(image), options.length, options, hostAddress(values)));
        }
    }

    @Override
    default int moduleUnload(long module) {
        return JCudaCodes.of(() -> JCudaDriver.cuModuleUnload(module(module)));
    }

    @Override
    default int moduleGetFunction(long module, String name, long[] function) {
        return JCudaCodes.handle(
                function, new CUfunction(), out -> JCudaDriver.cuModuleGetFunction(out, module(module), name));
    }

    @Override
    default int moduleGetGlobal(long module, String name, long[] addressAndBytes) {
        CUdeviceptr address = new CUdeviceptr();
        long[] bytes = new long[1];
        int code = JCudaCodes.of(() -> JCudaDriver.cuModuleGetGlobal(address, bytes, module(module), name));
        if (code == 0) {
            addressAndBytes[0] = JCudaHandles.address(address);
            addressAndBytes[1] = bytes[0];
        }
        return code;
    }

    @Override
    default int funcGetAttribute(int attribute, long function, long[] value) {
        return JCudaCodes.number(value, out -> JCudaDriver.cuFuncGetAttribute(out, attribute, function(function)));
    }

    @Override
    default int funcSetAttribute(long function, int attribute, int value) {
        return JCudaCodes.of(() -> JCudaDriver.cuFuncSetAttribute(function(function), attribute, value));
    }

    @Override
    default int funcGetParamInfo(long function, long index, long[] offsetAndBytes) {
        return DriverCode.NOT_SUPPORTED;
    }

    @Override
    default int occupancyMaxActiveBlocksPerMultiprocessor(long function, int threads, long sharedBytes, long[] blocks) {
        return JCudaCodes.number(
                blocks,
                out -> JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(
                        out, function(function), threads, sharedBytes));
    }

    /** Parameters are one native address, which JCuda passes on; arrays of its pointers would take microseconds. */
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
            return JCudaDriver.cuLaunchKernel(
                    function(function),
                    gridX,
                    gridY,
                    gridZ,
                    blockX,
                    blockY,
                    blockZ,
                    sharedBytes,
                    with(new CUstream(), stream),
                    hostAddress(parameters),
                    null);
        } catch (CudaException e) {
            return JCudaCodes.of(e);
        }
    }

    @Override
    default int launchKernelEx(long configuration, long function, long parameters) {
        return DriverCode.NOT_SUPPORTED;
    }
}
