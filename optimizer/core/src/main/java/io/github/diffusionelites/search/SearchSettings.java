package io.github.diffusionelites.search;

import io.github.diffusionelites.device.SelectionRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the searches of a batch have in common, and what each of them has unless its {@link SearchInstance} says
 * otherwise.
 *
 * @param population N, individuals of a search, at least 1
 * @param elites K, individuals that the proposal is refitted to, in [1, N]
 * @param rule who is an elite where rewards are equal
 * @param sense which rewards are good
 * @param proposal the search distribution
 * @param fidelity denoising steps by generation
 * @param seed of every random number
 * @param finalists how many of the generations' best are decoded again at the end, at least 0; elites are in any case
 */
public record SearchSettings(
        int population,
        int elites,
        SelectionRule rule,
        Sense sense,
        ProposalSettings proposal,
        FidelitySchedule fidelity,
        long seed,
        int finalists) {

    /** Checks the ranges. */
    public SearchSettings {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(sense, "sense");
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(fidelity, "fidelity");
        if (population < 1) {
            throw new IllegalArgumentException("The population must be at least 1, but is " + population + ".");
        }
        if (elites < 1 || elites > population) {
            throw new IllegalArgumentException(
                    "The elites must be in [1, " + population + "], the population, but are " + elites + ".");
        }
        if (finalists < 0) {
            throw new IllegalArgumentException("The finalists must be at least 0, but are " + finalists + ".");
        }
    }

    /** Starts from the defaults: the article's, with a constant fidelity of 60 steps for 10 generations. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns K = max(1, floor(rho N)).
     *
     * @param fraction rho, in (0, 1]
     * @param population N
     */
    public static int elitesOf(double fraction, int population) {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("The elite fraction must be in (0, 1], but is " + fraction + ".");
        }
        return Math.max(1, (int) Math.floor(fraction * population));
    }

    /** Collects settings. */
    public static final class Builder {

        private int population = 256;
        private @Nullable Integer elites;
        private double eliteFraction = 0.1;
        private SelectionRule rule = SelectionRule.EXACT;
        private Sense sense = Sense.MAXIMIZE;
        private ProposalSettings proposal = new ProposalSettings.Full();
        private FidelitySchedule fidelity = FidelitySchedule.constant(60, 10);
        private long seed;
        private int finalists = 32;

        private Builder() {}

        /** Sets N; 256 by default. */
        public Builder population(int individuals) {
            this.population = individuals;
            return this;
        }

        /** Sets K itself, in place of a fraction of the population. */
        public Builder elites(int count) {
            this.elites = count;
            return this;
        }

        /** Sets rho, in (0, 1], so that K = max(1, floor(rho N)); 0.1 by default. */
        public Builder eliteFraction(double fraction) {
            this.eliteFraction = fraction;
            this.elites = null;
            return this;
        }

        /** Sets who is an elite where rewards are equal; exactly K by default. */
        public Builder rule(SelectionRule choice) {
            this.rule = choice;
            return this;
        }

        /** Sets which rewards are good; large ones by default. */
        public Builder sense(Sense choice) {
            this.sense = choice;
            return this;
        }

        /** Sets the search distribution; a full covariance with jitter 1e-3 by default. */
        public Builder proposal(ProposalSettings choice) {
            this.proposal = choice;
            return this;
        }

        /** Sets denoising steps by generation. */
        public Builder fidelity(FidelitySchedule schedule) {
            this.fidelity = schedule;
            return this;
        }

        /** Sets the seed; 0 by default. */
        public Builder seed(long number) {
            this.seed = number;
            return this;
        }

        /** Sets how many of the generations' best are decoded again at the end; 32 by default. */
        public Builder finalists(int count) {
            this.finalists = count;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if one is out of range
         */
        public SearchSettings build() {
            int count = elites == null ? elitesOf(eliteFraction, population) : elites;
            return new SearchSettings(population, count, rule, sense, proposal, fidelity, seed, finalists);
        }
    }
}
