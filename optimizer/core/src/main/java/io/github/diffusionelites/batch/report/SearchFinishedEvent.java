package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.SearchRecord;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Tells a flight recording of a search of a job that is finished; costs nothing where none is made. */
@Name("io.github.diffusionelites.SearchFinished")
@Label("Search Finished")
@Category("Diffusion Elites")
@Description("A search of a batch job is finished")
@StackTrace(false)
public final class SearchFinishedEvent extends Event {

    @Label("Row")
    @Description("Place in the manifest, from 0")
    int row;

    @Label("Search")
    @Description("Identifier of the search")
    int search;

    @Label("Reason")
    @Description("Why it ended")
    String reason = "";

    @Label("Reached")
    @Description("Whether it has a target and its best reward is as good")
    boolean reached;

    @Label("Reward")
    @Description("Best reward at final fidelity")
    double reward;

    @Label("Generations")
    int generations;

    @Label("Evaluations")
    @Description("Of the denoiser")
    long evaluations;

    @Label("NaNs")
    @Description("Rewards that were not a number")
    long nans;

    @Label("Time")
    @Description("From its first generation to its end, in which it shared the device with others")
    @Timespan
    long time;

    private SearchFinishedEvent() {}

    /** Tells of a search. */
    public static void record(SearchRecord of) {
        SearchFinishedEvent event = new SearchFinishedEvent();
        if (event.shouldCommit()) {
            event.row = of.row();
            event.search = of.id();
            event.reason = of.reason().name().toLowerCase(Locale.ROOT);
            event.reached = of.reached();
            event.reward = of.reward();
            event.generations = of.generations();
            event.evaluations = of.evaluations();
            event.nans = of.nans();
            event.time = of.nanoseconds();
            event.commit();
        }
    }
}
