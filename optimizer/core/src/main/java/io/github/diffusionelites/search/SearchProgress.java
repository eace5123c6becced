package io.github.diffusionelites.search;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How far a search is that comes and goes; what it found is with it while it is not on the device. */
final class SearchProgress {

    final SearchTask task;

    private final FidelitySchedule fidelity;
    private final boolean usesSteps;
    private final Stagnation stagnation;
    private int generation;
    private long evaluations;
    private long nans;
    private double spread = Double.NaN;
    private float[] best = new float[8];
    private float[] eliteMean = new float[8];
    private long nanosecondsBefore;
    /** When its first generation in this process began; null before that. */
    private @Nullable Long began;

    private @Nullable InstanceCheckpoint state;
    private @Nullable StopReason ended;

    /** Begins a search. */
    SearchProgress(SearchTask task, SearchPlan plan) {
        this.task = task;
        this.fidelity = plan.settings().fidelity();
        this.usesSteps = plan.decoder().usesSteps();
        this.stagnation = new Stagnation(task.instance().sense(), task.rules().improvement());
    }

    /** Goes on with a search. */
    SearchProgress(SearchTask task, SearchPlan plan, TaskCheckpoint checkpoint) {
        this(task, plan);
        for (int g = 0; g < checkpoint.generation(); g++) {
            addFigures(checkpoint.best()[g], checkpoint.eliteMean()[g]);
        }
        evaluations = checkpoint.evaluations();
        nans = checkpoint.nans();
        nanosecondsBefore = checkpoint.nanoseconds();
        state = checkpoint.state();
        ended = checkpoint.ended();
    }

    int generation() {
        return generation;
    }

    long evaluations() {
        return evaluations;
    }

    /** Returns what it found, as long as it was not on the device since; null at the beginning. */
    @Nullable
    InstanceCheckpoint state() {
        return state;
    }

    void state(InstanceCheckpoint found) {
        state = found;
    }

    List<ChampionCheckpoint> formerChampions() {
        return state == null ? List.of() : state.champions();
    }

    /** Takes note that a generation begins. */
    void begin(long now) {
        if (began == null) {
            began = now;
        }
    }

    /** Takes note of a finished generation. */
    void add(SearchReport report, long evaluationsOfIt) {
        addFigures((float) report.best(), (float) report.eliteMean());
        evaluations += evaluationsOfIt;
        nans += report.nans();
        spread = report.spread();
    }

    private void addFigures(float bestReward, float mean) {
        if (generation == best.length) {
            best = Arrays.copyOf(best, 2 * generation);
            eliteMean = Arrays.copyOf(eliteMean, 2 * generation);
        }
        best[generation] = bestReward;
        eliteMean[generation] = mean;
        stagnation.add(bestReward, generation > 0 && sameFidelity(generation - 1, generation));
        generation++;
    }

    /**
     * Looks at the rules; nothing else can end the search, or bring it back.
     *
     * @param evaluationsOfNext evaluations of one more generation
     */
    void judge(long evaluationsOfNext, long now) {
        if (ended == null) {
            ended = reason(evaluationsOfNext, now);
        }
    }

    /** Returns why the search is over, or null if it is not. */
    @Nullable
    StopReason ended() {
        return ended;
    }

    @Nullable
    private StopReason reason(long evaluationsOfNext, long now) {
        StoppingRules rules = task.rules();
        int last = generation - 1;
        if (sameFidelity(last, fidelity.generations() - 1)
                && rules.reached(best[last], task.instance().sense())) {
            return StopReason.TARGET;
        }
        if (generation == fidelity.generations() || generation == rules.generations()) {
            return StopReason.GENERATIONS;
        }
        if (rules.evaluations() > 0 && evaluations + evaluationsOfNext > rules.evaluations()) {
            return StopReason.EVALUATIONS;
        }
        if (rules.time().isPositive() && nanoseconds(now) >= rules.time().toNanos()) {
            return StopReason.TIME;
        }
        if (rules.stagnation() > 0 && stagnation.generations() >= rules.stagnation()) {
            return StopReason.STAGNATION;
        }
        return rules.collapse() > 0 && spread < rules.collapse() ? StopReason.COLLAPSE : null;
    }

    private boolean sameFidelity(int first, int second) {
        return !usesSteps || fidelity.stepsAt(first) == fidelity.stepsAt(second);
    }

    private long nanoseconds(long now) {
        return nanosecondsBefore + (began == null ? 0 : now - began);
    }

    /**
     * Returns a checkpoint.
     *
     * @param found by now
     */
    TaskCheckpoint checkpoint(InstanceCheckpoint found, long now) {
        return new TaskCheckpoint(
                generation,
                evaluations,
                nans,
                nanoseconds(now),
                Arrays.copyOf(best, generation),
                Arrays.copyOf(eliteMean, generation),
                found,
                ended);
    }

    /** Returns the end of the search, which is over. */
    FinishedSearch finish(Outcome outcome, long evaluationsOfFinal, long now) {
        return new FinishedSearch(
                task,
                outcome,
                Objects.requireNonNull(ended),
                generation,
                evaluations + evaluationsOfFinal,
                nans,
                nanoseconds(now),
                Arrays.copyOf(best, generation),
                Arrays.copyOf(eliteMean, generation));
    }
}
