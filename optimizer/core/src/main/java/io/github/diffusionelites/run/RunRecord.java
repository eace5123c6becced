package io.github.diffusionelites.run;

import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.run.picture.ConvergencePoint;
import java.util.ArrayList;
import java.util.List;

/** Keeps of every generation what result and pictures need. */
final class RunRecord {

    private final List<List<ConvergencePoint>> points = new ArrayList<>();
    private final boolean usesSteps;
    private long evaluations;
    private int generations;
    private StageTimes times = new StageTimes(0, 0, 0);

    /**
     * Makes an empty record.
     *
     * @param searches of the batch
     * @param usesSteps whether there is a network, so that denoising steps mean something
     */
    RunRecord(int searches, boolean usesSteps) {
        this.usesSteps = usesSteps;
        for (int i = 0; i < searches; i++) {
            points.add(new ArrayList<>());
        }
    }

    /** Adds a generation. */
    void add(RecordedGeneration generation) {
        generations++;
        evaluations = generation.evaluations();
        times = new StageTimes(
                times.individuals() + generation.times().individuals(),
                times.hostReward() + generation.times().hostReward(),
                times.population() + generation.times().population());
        for (int i = 0; i < points.size(); i++) {
            ConvergencePoint point = generation.points().get(i);
            points.get(i)
                    .add(new ConvergencePoint(
                            usesSteps ? point.steps() : 0,
                            point.best(),
                            point.eliteMean(),
                            point.median(),
                            point.low(),
                            point.high()));
        }
    }

    /** Returns the generations of a search. */
    List<ConvergencePoint> points(int search) {
        return points.get(search);
    }

    /** Returns the number of generations. */
    int generations() {
        return generations;
    }

    /** Returns the evaluations so far. */
    long evaluations() {
        return evaluations;
    }

    /** Returns the times of all generations together. */
    StageTimes times() {
        return times;
    }
}
