package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The sections [search] and [[fidelity]] of a job.
 *
 * @param settings of all searches; stand-ins where something was refused
 * @param eliteFraction that the number of elites was made of; empty where the number itself is given
 */
record SearchSection(SearchSettings settings, OptionalDouble eliteFraction) {

    /** Reads all keys of [search] but those that say how many searches there are. */
    static SearchSection read(Section section, List<Section> stages) {
        List<Stage> schedule = stages(stages);
        int population = (int) section.whole(Setting.POPULATION, 256L);
        OptionalDouble fraction = section.has("elites")
                ? OptionalDouble.empty()
                : OptionalDouble.of(section.number(Setting.ELITE_FRACTION, 0.1));
        int elites = fraction.isPresent()
                ? SearchSettings.elitesOf(fraction.getAsDouble(), population)
                : elites(section, population);
        SearchSettings settings = new SearchSettings(
                population,
                elites,
                section.constant(Setting.RULE.key(), SelectionRule.values(), SelectionRule.EXACT),
                section.constant(Setting.SENSE.key(), Sense.values(), null),
                proposal(section),
                fits(schedule) ? new FidelitySchedule(schedule) : FidelitySchedule.constant(1, 1),
                section.whole(Setting.SEED, 0L),
                section.integer("finalists", 0, JobSections.LARGEST_POPULATION, 32));
        return new SearchSection(settings, fraction);
    }

    private static List<Stage> stages(List<Section> sections) {
        long generations = 0;
        List<Stage> stages = new ArrayList<>();
        for (Section section : sections) {
            int count = section.integer("generations", 1, FidelitySchedule.GENERATION_LIMIT - 1, null);
            stages.add(new Stage(section.integer("steps", 1, 4096, null), count));
            generations += count;
            if (generations >= FidelitySchedule.GENERATION_LIMIT) {
                section.refuse(
                        "generations",
                        (long) count,
                        "so small that all stages together have at most " + (FidelitySchedule.GENERATION_LIMIT - 1));
                generations = 0;
            }
            section.finish();
        }
        return stages;
    }

    private static boolean fits(List<Stage> stages) {
        long generations = stages.stream().mapToLong(Stage::generations).sum();
        return generations > 0 && generations < FidelitySchedule.GENERATION_LIMIT;
    }

    private static int elites(Section section, int population) {
        int elites = (int) section.whole(Setting.ELITES, null);
        if (section.has(Setting.ELITE_FRACTION.key())) {
            section.refuse("elites", (long) elites, "left out where \"elite_fraction\" is given");
        }
        if (elites > population) {
            section.refuse("elites", (long) elites, "at most the population, which is " + population);
            return population;
        }
        return elites;
    }

    private static ProposalSettings proposal(Section section) {
        String proposal = section.word("proposal", List.of("full", "diagonal"), "full");
        if ("diagonal".equals(proposal)) {
            return new ProposalSettings.Diagonal(
                    section.number(Setting.VARIANCE_FLOOR, ProposalSettings.Diagonal.DEFAULT_VARIANCE_FLOOR),
                    section.number(Setting.DEVIATION_FLOOR, ProposalSettings.Diagonal.DEFAULT_DEVIATION_FLOOR));
        }
        return new ProposalSettings.Full(section.number(Setting.JITTER, ProposalSettings.Full.DEFAULT_JITTER));
    }
}
