package io.github.diffusionelites.cuda.nvrtc;

/**
 * What came of looking for NVRTC.
 *
 * @param library the name or the file by which the dynamic linker opened it; empty where it could not
 * @param version such as 13.0; empty where there is none
 * @param problem why it cannot be used, one sentence; empty where it can be
 */
public record NvrtcProbe(String library, String version, String problem) {

    /** Returns whether it can be used. */
    public boolean usable() {
        return problem.isEmpty();
    }
}
