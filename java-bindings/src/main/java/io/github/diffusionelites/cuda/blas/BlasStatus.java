package io.github.diffusionelites.cuda.blas;

import io.github.diffusionelites.device.DeviceException;

/** What calls of cuBLAS return, {@code cublasStatus_t}: 0, or what went wrong. */
public final class BlasStatus {

    /** The call did what it should. */
    public static final int SUCCESS = 0;

    private BlasStatus() {}

    /**
     * Ends a call.
     *
     * @param call the call, for the message
     * @param status what it returned
     * @param sizes what it worked on, for the message
     * @throws DeviceException if it failed
     */
    public static void check(String call, int status, String sizes) {
        if (status != SUCCESS) {
            throw new DeviceException(
                    call, status, "The call " + call + " on " + sizes + " failed with " + describe(status) + ".");
        }
    }

    /** Returns a status with its name and its cause. */
    public static String describe(int status) {
        return switch (status) {
            case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED (1): the handle is none, or the driver has no context";
            case 3 -> "CUBLAS_STATUS_ALLOC_FAILED (3): the GPU has too little free memory";
            case 7 -> "CUBLAS_STATUS_INVALID_VALUE (7): a size or a leading dimension is out of range";
            case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH (8): this GPU lacks what the call needs";
            case 11 -> "CUBLAS_STATUS_MAPPING_ERROR (11): the GPU's memory cannot be reached";
            case 13 ->
                "CUBLAS_STATUS_EXECUTION_FAILED (13): a kernel could not be launched, perhaps after an earlier"
                        + " error of the GPU";
            case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR (14): the library failed inside";
            case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED (15): the library does not have this product for these types";
            case 16 -> "CUBLAS_STATUS_LICENSE_ERROR (16): the library's licence was not found";
            default -> "cublasStatus " + status;
        };
    }
}
