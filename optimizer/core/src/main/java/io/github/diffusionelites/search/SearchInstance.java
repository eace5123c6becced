package io.github.diffusionelites.search;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.reward.Reward;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is particular to one search of a batch.
 *
 * @param id of its noise, in [0, 2^24): a search alone and in any batch gives the same result if its id is the same
 * @param active individuals that take part, in [1, N]
 * @param elites K, in [1, active]
 * @param sense which rewards are good
 * @param rule who is an elite where rewards are equal
 * @param jitter of a full proposal; without effect on a diagonal one
 * @param varianceFloor of a diagonal proposal; without effect on a full one
 * @param deviationFloor of a diagonal proposal; without effect on a full one
 * @param rewardParameters of a reward that the device computes, in the order of its terms or as its code reads
 *     them, or of one from outside; empty for a reward that Java computes
 */
public record SearchInstance(
        int id,
        int active,
        int elites,
        Sense sense,
        SelectionRule rule,
        double jitter,
        double varianceFloor,
        double deviationFloor,
        float[] rewardParameters) {

    /** Ids must fit the 24 bits of the noise counter. */
    public static final int ID_LIMIT = 1 << 24;

    /** Checks the ranges and copies the parameters. */
    public SearchInstance {
        Objects.requireNonNull(sense, "sense");
        Objects.requireNonNull(rule, "rule");
        if (id < 0 || id >= ID_LIMIT) {
            throw new IllegalArgumentException(
                    "The id of a search must be in [0, " + ID_LIMIT + "), but is " + id + ".");
        }
        if (active < 1) {
            throw new IllegalArgumentException(
                    "Search " + id + " needs at least 1 active individual, but has " + active + ".");
        }
        if (elites < 1 || elites > active) {
            throw new IllegalArgumentException("The elites of search " + id + " must be in [1, " + active
                    + "], its active individuals, but are " + elites + ".");
        }
        ProposalSettings.requireFloor("jitter", jitter);
        ProposalSettings.requireFloor("variance floor", varianceFloor);
        ProposalSettings.requireFloor("deviation floor", deviationFloor);
        rewardParameters = rewardParameters.clone();
        for (float parameter : rewardParameters) {
            if (!Float.isFinite(parameter)) {
                throw new IllegalArgumentException(
                        "The reward parameters of search " + id + " must be finite, but one is " + parameter + ".");
            }
        }
    }

    /** Returns a search with the settings and the reward parameters that all have. */
    public static SearchInstance of(int id, SearchSettings settings, Reward reward) {
        double jitter = ProposalSettings.Full.DEFAULT_JITTER;
        double varianceFloor = ProposalSettings.Diagonal.DEFAULT_VARIANCE_FLOOR;
        double deviationFloor = ProposalSettings.Diagonal.DEFAULT_DEVIATION_FLOOR;
        switch (settings.proposal()) {
            case ProposalSettings.Full full -> jitter = full.jitter();
            case ProposalSettings.Diagonal diagonal -> {
                varianceFloor = diagonal.varianceFloor();
                deviationFloor = diagonal.deviationFloor();
            }
        }
        float[] parameters = reward.deviceParameters();
        return new SearchInstance(
                id,
                settings.population(),
                settings.elites(),
                settings.sense(),
                settings.rule(),
                jitter,
                varianceFloor,
                deviationFloor,
                parameters);
    }

    /** Returns a copy of the parameters. */
    @Override
    public float[] rewardParameters() {
        return rewardParameters.clone();
    }

    /** Returns whether another search has the same settings and the same reward parameters. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SearchInstance search
                && settings().equals(search.settings())
                && Arrays.equals(rewardParameters, search.rewardParameters);
    }

    @Override
    public int hashCode() {
        return 31 * settings().hashCode() + Arrays.hashCode(rewardParameters);
    }

    private List<Object> settings() {
        return List.of(id, active, elites, sense, rule, jitter, varianceFloor, deviationFloor);
    }

    /** Returns this search with another id. */
    public SearchInstance withId(int other) {
        return new SearchInstance(
                other, active, elites, sense, rule, jitter, varianceFloor, deviationFloor, rewardParameters);
    }

    /** Returns this search with this many active individuals and elites. */
    public SearchInstance withActive(int individuals, int count) {
        return new SearchInstance(
                id, individuals, count, sense, rule, jitter, varianceFloor, deviationFloor, rewardParameters);
    }

    /** Returns this search with another number of elites. */
    public SearchInstance withElites(int count) {
        return withActive(active, count);
    }

    /** Returns this search with another sense. */
    public SearchInstance withSense(Sense other) {
        return new SearchInstance(
                id, active, elites, other, rule, jitter, varianceFloor, deviationFloor, rewardParameters);
    }

    /** Returns this search with another selection rule. */
    public SearchInstance withRule(SelectionRule other) {
        return new SearchInstance(
                id, active, elites, sense, other, jitter, varianceFloor, deviationFloor, rewardParameters);
    }

    /** Returns this search with another jitter. */
    public SearchInstance withJitter(double other) {
        return new SearchInstance(
                id, active, elites, sense, rule, other, varianceFloor, deviationFloor, rewardParameters);
    }

    /** Returns this search with other floors of a diagonal proposal. */
    public SearchInstance withFloors(double variance, double deviation) {
        return new SearchInstance(id, active, elites, sense, rule, jitter, variance, deviation, rewardParameters);
    }

    /** Returns this search with other reward parameters. */
    public SearchInstance withRewardParameters(float... others) {
        return new SearchInstance(id, active, elites, sense, rule, jitter, varianceFloor, deviationFloor, others);
    }

    /** Returns this search with the parameters of another reward of the same terms. */
    public SearchInstance withReward(Reward.BuiltIn reward) {
        return withRewardParameters(reward.parameters());
    }
}
