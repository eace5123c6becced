package io.github.diffusionelites.batch;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.search.SearchInstance;
import java.util.Collection;
import java.util.Comparator;

/**
 * Searches whose populations are about as large, so that they share programs without much that is decoded for nobody.
 *
 * @param population individuals that the programs have for each search: the largest population of the job, or that
 *     halved as often as all populations of the group allow
 * @param widest a search that may have as many elites as any of them
 */
record PopulationGroup(int population, SearchInstance widest) {

    /** Returns the individuals that the programs of a search have, in a job whose largest population is this one. */
    static int populationFor(int active, int largest) {
        int population = largest;
        while (population / 2 >= active && population % 2 == 0) {
            population /= 2;
        }
        return population;
    }

    /** Returns the group of searches, of which there is at least one. */
    static PopulationGroup of(int population, Collection<ManifestSearch> searches) {
        SearchInstance widest = searches.stream()
                .map(ManifestSearch::instance)
                .max(Comparator.comparingInt(PopulationGroup::mostElites))
                .orElseThrow();
        return new PopulationGroup(population, widest);
    }

    /** Returns the most elites that a search may have: with the threshold rule, ties may make all of them elites. */
    static int mostElites(SearchInstance instance) {
        return instance.rule() == SelectionRule.THRESHOLD ? instance.active() : instance.elites();
    }
}
