package io.github.diffusionelites.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code libcuda.so.1} whose functions do nothing, so that what a call costs is what its binding costs. */
final class EmptyDriver {

    /** What the bindings look for. */
    private static final String FUNCTIONS = """
        cuCtxGetCurrent cuCtxSetCurrent cuCtxSynchronize cuDeviceGet cuDeviceGetAttribute cuDeviceGetCount
        cuDeviceGetDefaultMemPool cuDeviceGetName cuDeviceGetUuid cuDevicePrimaryCtxRelease_v2
        cuDevicePrimaryCtxRetain cuDeviceTotalMem_v2 cuEventCreate cuEventDestroy_v2 cuEventElapsedTime
        cuEventQuery cuEventRecord cuEventSynchronize cuFuncGetAttribute cuFuncGetParamInfo
        cuFuncSetAttribute cuGetErrorName cuGetErrorString cuGraphDestroy cuGraphExecDestroy
        cuGraphExecUpdate_v2 cuGraphGetNodes cuGraphInstantiateWithFlags cuGraphLaunch cuGraphUpload cuInit
        cuLaunchKernel cuLaunchKernelEx cuMemAlloc_v2 cuMemFreeHost cuMemFree_v2 cuMemGetInfo_v2
        cuMemHostAlloc cuMemPoolSetAttribute cuMemcpyDtoDAsync_v2 cuMemcpyDtoD_v2 cuMemcpyDtoHAsync_v2
        cuMemcpyDtoH_v2 cuMemcpyHtoDAsync_v2 cuMemcpyHtoD_v2 cuMemsetD32Async cuMemsetD32_v2 cuMemsetD8Async
        cuMemsetD8_v2 cuModuleGetFunction cuModuleGetGlobal_v2 cuModuleLoadData cuModuleLoadDataEx
        cuModuleUnload cuOccupancyMaxActiveBlocksPerMultiprocessor cuStreamBeginCapture_v2 cuStreamCreate
        cuStreamDestroy_v2 cuStreamEndCapture cuStreamIsCapturing cuStreamQuery cuStreamSynchronize
        cuStreamWaitEvent\
        """;

    private EmptyDriver() {}

    /** Returns the file of the library, which {@code g++} builds in a directory for temporary files. */
    static Path build() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("elites-launch");
        StringBuilder source = new StringBuilder("""
            extern "C" {
            int cuDriverGetVersion(int* version) { *version = 13000; return 0; }
            """);
        for (String function : FUNCTIONS.strip().split("\\s+")) {
            source.append("int ").append(function).append("() { return 0; }\n");
        }
        Path file = Files.writeString(directory.resolve("empty.cpp"), source.append("}\n"));
        Path library = directory.resolve("libcuda.so.1");
        int status = new ProcessBuilder(
                        "g++",
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-Wl,-soname,libcuda.so.1",
                        "-o",
                        library.toString(),
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("g++ failed with status " + status + " on " + file + ".");
        }
        return library;
    }
}
