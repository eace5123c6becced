package io.github.diffusionelites.batch;

/**
 * What a job will take at most: no search ends before its schedule does, but for its budget.
 *
 * @param searches of the manifest
 * @param groups of populations that are about as large, which are searched one after the other
 * @param places searches of the largest group that are on the device at a time, at each fidelity
 * @param memoryBytes of the device for the group that needs most
 * @param evaluations of the denoiser at most; without a network, decodes
 * @param evaluationsPerSecond as measured in some generations
 */
public record BatchEstimate(
        int searches, int groups, int places, long memoryBytes, long evaluations, double evaluationsPerSecond) {

    /** Returns the seconds that the job will take at most. */
    public double seconds() {
        return evaluations / evaluationsPerSecond;
    }
}
