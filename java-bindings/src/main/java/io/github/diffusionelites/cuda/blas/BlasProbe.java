package io.github.diffusionelites.cuda.blas;

/**
 * What came of looking for cuBLAS, or for a binding to it.
 *
 * @param library the name or the file by which the dynamic linker opened it; empty where it could not
 * @param problem why it cannot be used, one sentence; empty where it can be
 */
public record BlasProbe(String library, String problem) {

    /** Returns whether it can be used. */
    public boolean usable() {
        return problem.isEmpty();
    }
}
