package io.github.diffusionelites.search;

/** Counts the generations in which a search found nothing better. */
final class Stagnation {

    private final Sense sense;
    private final double improvement;
    private double best = Double.NaN;
    private int generations;

    /** Begins to count; a reward counts as better from this improvement on. */
    Stagnation(Sense sense, double improvement) {
        this.sense = sense;
        this.improvement = improvement;
    }

    /**
     * Takes note of a generation.
     *
     * @param reward its best; NaN if there is none
     * @param sameFidelity whether it can be compared with the generation before
     */
    void add(double reward, boolean sameFidelity) {
        if (!sameFidelity) {
            best = Double.NaN;
        }
        double least = sense == Sense.MAXIMIZE ? best + improvement : best - improvement;
        if (sense.better(reward, least)) {
            best = reward;
            generations = 0;
        } else {
            generations = sameFidelity ? generations + 1 : 0;
        }
    }

    /** Returns the generations since the last one that was better. */
    int generations() {
        return generations;
    }
}
