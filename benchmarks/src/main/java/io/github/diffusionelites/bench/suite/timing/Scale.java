package io.github.diffusionelites.bench.suite.timing;

/**
 * How large measurements are: those of the workloads, or tiny ones that show on the emulated driver that all works.
 *
 * @param tiny whether they are tiny
 */
record Scale(boolean tiny) {

    /** Kernels alone. */
    int samples() {
        return tiny ? 1 : 50;
    }

    int warmSamples() {
        return tiny ? 1 : 20;
    }

    /** Generations that are measured, at most, and those before them. */
    int generations() {
        return tiny ? 1 : 20;
    }

    int warmUp() {
        return tiny ? 1 : 3;
    }

    /** Bytes that are filled in front of what is timed: twice the second-level cache. */
    long fillBytes(long cacheBytes) {
        return tiny ? 4096 : 2 * cacheBytes;
    }

    /** Bytes that memory's bandwidth is measured with. */
    long memoryBytes() {
        return tiny ? 1 << 16 : 4L << 30;
    }

    /** Chooses between a size and a tiny one. */
    int size(int full, int small) {
        return tiny ? small : full;
    }
}
