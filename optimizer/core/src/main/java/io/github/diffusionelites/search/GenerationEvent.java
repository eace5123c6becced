package io.github.diffusionelites.search;

import io.github.diffusionelites.device.StageTimes;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Tells a flight recording of a generation, one event a search; costs nothing where none is made. */
@Name("io.github.diffusionelites.Generation")
@Label("Generation")
@Category("Diffusion Elites")
@Description("A search finished a generation; the times are of the whole batch of searches")
@StackTrace(false)
final class GenerationEvent extends Event {

    @Label("Search")
    @Description("Identifier of the search")
    int search;

    @Label("Generation")
    @Description("Counted from 0")
    int generation;

    @Label("Steps")
    @Description("Denoising steps of a decode")
    int steps;

    @Label("Best")
    @Description("Best reward")
    double best;

    @Label("Mean")
    @Description("Mean of the rewards that are numbers")
    double mean;

    @Label("Elite Mean")
    @Description("Mean reward of the elites")
    double eliteMean;

    @Label("Elites")
    @Description("Number of elites")
    int elites;

    @Label("NaNs")
    @Description("Individuals whose reward is NaN")
    int nans;

    @Label("Individuals")
    @Description("Sampling, decoding, and scoring on the device")
    @Timespan
    long individuals;

    @Label("Host Reward")
    @Description("Inside of a reward computed by Java, summed over its threads")
    @Timespan
    long hostReward;

    @Label("Population")
    @Description("Selection, refit and statistics")
    @Timespan
    long population;

    /** Tells of all searches of a generation. */
    static void record(GenerationReport report) {
        for (SearchReport search : report.searches()) {
            record(report.generation(), report.steps(), report.times(), search);
        }
    }

    /** Tells of a search. */
    static void record(int generation, int steps, StageTimes times, SearchReport search) {
        GenerationEvent event = new GenerationEvent();
        if (event.shouldCommit()) {
            event.generation = generation;
            event.steps = steps;
            event.fill(times, search);
            event.commit();
        }
    }

    private void fill(StageTimes times, SearchReport of) {
        search = of.id();
        best = of.best();
        mean = of.mean();
        eliteMean = of.eliteMean();
        elites = of.elites();
        nans = of.nans();
        individuals = times.individuals();
        hostReward = times.hostReward();
        population = times.population();
    }
}
