package io.github.diffusionelites.cuda.blas.jcublas;

import io.github.diffusionelites.cuda.blas.Blas;
import io.github.diffusionelites.cuda.blas.BlasProbe;
import io.github.diffusionelites.cuda.blas.CublasLibrary;
import io.github.diffusionelites.cuda.jcuda.JCudaLibrary;
import io.github.diffusionelites.device.DeviceUnavailableException;

/** Looks for JCublas and for the cuBLAS 12 that it needs; names no type of JCublas. */
public final class JCublasLibrary {

    private static final String CLASS = "jcuda.jcublas.JCublas2";
    private static final String LIBRARY = "lib/libJCublas2-12.6.0-linux-x86_64.so";
    private static final String ARTIFACTS =
            "org.jcuda:jcublas:12.6.0 and org.jcuda:jcublas-natives:12.6.0 (linux-x86_64)";

    /** Loads when first asked; the answer is kept. */
    private static final class Holder {
        static final BlasProbe PROBE = load();
    }

    private JCublasLibrary() {}

    /** Looks for cuBLAS 12 and JCublas, and loads its library; throws nothing. */
    public static BlasProbe probe() {
        return Holder.PROBE;
    }

    /**
     * Returns the binding. It turns off exceptions of JCublas; a program may turn them on again.
     *
     * @throws IllegalStateException if the probe found that it cannot be used
     */
    public static Blas open() {
        if (!probe().usable()) {
            throw new IllegalStateException(probe().problem());
        }
        return new JCublas();
    }

    private static BlasProbe load() {
        ClassLoader loader = JCublasLibrary.class.getClassLoader();
        try {
            Class.forName(CLASS, false, loader);
        } catch (ClassNotFoundException e) {
            return new BlasProbe("", "JCublas is not on the class path: add " + ARTIFACTS + ".");
        }
        // JCublas needs this version and no other; once it is open, the linker takes it for JCublas too.
        BlasProbe cublas = CublasLibrary.open(12);
        if (!cublas.usable()) {
            return cublas;
        }
        try {
            JCudaLibrary.initialize(CLASS, loader, LIBRARY, ARTIFACTS);
            return cublas;
        } catch (DeviceUnavailableException e) {
            return new BlasProbe(cublas.library(), "JCublas needs cuBLAS 12. " + e.getMessage());
        }
    }
}
