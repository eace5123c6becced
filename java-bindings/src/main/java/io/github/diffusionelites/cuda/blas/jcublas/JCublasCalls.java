package io.github.diffusionelites.cuda.blas.jcublas;

import static io.github.diffusionelites.cuda.jcuda.JCudaHandles.hostAddress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.jcublas.cublasStatus;

/** How functions of JCublas are called. */
final class JCublasCalls {

    private JCublasCalls() {}

    interface Call {
        int invoke();
    }

    /** A program may have told JCublas to throw exceptions, which hold the name of the status. */
    static int call(Call call) {
        try {
            return call.invoke();
        } catch (CudaException e) {
            return status(String.valueOf(e.getMessage()));
        }
    }

    private static int status(String name) {
        try {
            return cublasStatus.class.getField(name).getInt(null);
        } catch (ReflectiveOperationException e) {
            return cublasStatus.CUBLAS_STATUS_INTERNAL_ERROR;
        }
    }

    interface ScaledCall {
        int invoke(Pointer alpha, Pointer beta);
    }

    static int scaled(float alpha, float beta, ScaledCall call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scalars = arena.allocateFrom(ValueLayout.JAVA_FLOAT, alpha, beta);
            return call(
                    () -> call.invoke(hostAddress(scalars.address()), hostAddress(scalars.address() + Float.BYTES)));
        }
    }
}
