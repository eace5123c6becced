package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.StoppingRules;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What searches have where their row says nothing.
 *
 * @param settings of the job; its population is the largest
 * @param eliteFraction of the population that are elites; empty where the job gives their number
 * @param rewards of the job, at least one
 * @param stop rules of the job
 * @param firstId id of row 0; those of the others follow
 */
public record ManifestDefaults(
        SearchSettings settings,
        OptionalDouble eliteFraction,
        List<RewardPart> rewards,
        StoppingRules stop,
        int firstId) {

    /** Copies the list. */
    public ManifestDefaults {
        rewards = List.copyOf(rewards);
    }

    /** Returns a search that has nothing of its own. */
    SearchInstance instance() {
        return SearchInstance.of(0, settings, RewardPart.reward(rewards));
    }
}
