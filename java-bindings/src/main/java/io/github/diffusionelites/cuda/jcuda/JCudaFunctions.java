package io.github.diffusionelites.cuda.jcuda;

import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.util.List;
import java.util.Optional;

/**
 * The functions of the driver that are called through JCuda. JCuda's library is bound to the driver lazily, and calling
 * a function that the driver lacks would end the process: so they are looked for beforehand.
 */
final class JCudaFunctions {

    private static final List<String> NAMES = List.of(
            "cuCtxGetCurrent",
            "cuCtxSetCurrent",
            "cuCtxSynchronize",
            "cuDeviceGet",
            "cuDeviceGetAttribute",
            "cuDeviceGetCount",
            "cuDeviceGetName",
            "cuDeviceGetUuid",
            "cuDevicePrimaryCtxRelease_v2",
            "cuDevicePrimaryCtxRetain",
            "cuDeviceTotalMem_v2",
            "cuDriverGetVersion",
            "cuEventCreate",
            "cuEventDestroy_v2",
            "cuEventElapsedTime",
            "cuEventQuery",
            "cuEventRecord",
            "cuEventSynchronize",
            "cuFuncGetAttribute",
            "cuFuncSetAttribute",
            "cuGetErrorName",
            "cuGetErrorString",
            "cuGraphDestroy",
            "cuGraphExecDestroy",
            "cuGraphGetNodes",
            "cuGraphInstantiateWithFlags",
            "cuGraphLaunch",
            "cuGraphUpload",
            "cuInit",
            "cuLaunchKernel",
            "cuMemAlloc_v2",
            "cuMemFreeHost",
            "cuMemFree_v2",
            "cuMemGetInfo_v2",
            "cuMemHostAlloc",
            "cuMemcpyDtoDAsync_v2",
            "cuMemcpyDtoD_v2",
            "cuMemcpyDtoHAsync_v2",
            "cuMemcpyDtoH_v2",
            "cuMemcpyHtoDAsync_v2",
            "cuMemcpyHtoD_v2",
            "cuMemsetD32Async",
            "cuMemsetD32_v2",
            "cuMemsetD8Async",
            "cuMemsetD8_v2",
            "cuModuleGetFunction",
            "cuModuleGetGlobal_v2",
            "cuModuleLoadDataEx",
            "cuModuleUnload",
            "cuOccupancyMaxActiveBlocksPerMultiprocessor",
            "cuStreamBeginCapture_v2",
            "cuStreamCreate",
            "cuStreamDestroy_v2",
            "cuStreamEndCapture",
            "cuStreamIsCapturing",
            "cuStreamQuery",
            "cuStreamSynchronize",
            "cuStreamWaitEvent");

    private JCudaFunctions() {}

    /** Returns a function that the driver lacks, or nothing where it has all of them. */
    static Optional<String> missing() {
        return NAMES.stream()
                .filter(name -> DriverLibrary.symbol(name).isEmpty())
                .findFirst();
    }
}
