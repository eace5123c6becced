package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.StageTimes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of Diffusion Elites searches (Perone 2025, Algorithm 1). Each starts from N(0, I); a generation draws
 * latents, decodes them, scores the samples, keeps the elites and refits the Gaussian to the elites' latents.
 * Populations stay on the device. At the end the elites and the best of the generations are decoded once more at final
 * fidelity, with the same noise, and ranked there.
 *
 * <p>One thread at a time runs a search; a second one, or a reward that calls its own search, is refused with an
 * {@link IllegalStateException}. {@link #cancel} is for any thread.
 */
public final class DiffusionElites implements AutoCloseable {

    private final Device device;
    private final SearchPlan plan;
    private final PlanOptions planOptions;
    private final @Nullable HostReward hostReward;
    private final SearchState state;
    private final GenerationPrograms programs;
    private final SearchGate gate = new SearchGate();
    private final ProgramRunner runner;
    private volatile int generation;
    /** The population that the buffers hold. */
    private volatile @Nullable Population shown;

    private long evaluations;
    private HostRewardReport hostRewards = HostRewardReport.NONE;

    DiffusionElites(Device device, SearchPlan plan, PlanOptions planOptions) {
        this.device = device;
        this.plan = plan;
        this.runner = new ProgramRunner(plan.settings().seed());
        this.planOptions = planOptions;
        HostReward reward = plan.hostReward();
        this.hostReward = reward == null ? null : gate.keepOut(reward);
        plan.requireMemory(device.info(), device.freeBytes());
        this.state = new SearchState(device, plan);
        boolean complete = false;
        try {
            this.programs = new GenerationPrograms(device, state, planOptions, hostReward);
            complete = true;
        } finally {
            if (!complete) {
                state.close();
            }
        }
    }

    /** Starts to describe a batch of searches on a device, which must stay open as long as they are. */
    public static SearchBuilder on(Device device) {
        return new SearchBuilder(device);
    }

    /** Returns whether every generation was run, or the search was cancelled. */
    public boolean done() {
        return runner.cancelled() || generation == plan.generations();
    }

    /** Returns the number of finished generations. */
    public int generation() {
        return generation;
    }

    /** Returns what each search of the batch has, in order. */
    public List<SearchInstance> instances() {
        return plan.instances();
    }

    /**
     * Runs one generation. If a reward computed by Java ends it, the generation does not count and may be run again.
     *
     * @throws CancellationException if {@link #cancel} was called before it was finished; the proposals are those of
     *     the generation before
     * @throws io.github.diffusionelites.device.HostRewardException if a reward computed by Java failed more often than
     *     its settings allow
     * @throws io.github.diffusionelites.device.RewardCountException if it did not give one number for each sample
     * @throws io.github.diffusionelites.device.UnusableRewardException if it can score nothing any more
     * @throws IllegalStateException if all generations were run, the search is closed, or it is running already
     */
    public GenerationReport step() {
        return gate.exclusively(() -> {
            if (generation == plan.generations()) {
                throw new IllegalStateException("The search has run all of its " + generation + " generations.");
            }
            int current = generation;
            int steps = plan.settings().fidelity().stepsAt(current);
            shown = null;
            StageTimes times = runner.generation(programs.at(steps), current);
            hostRewards = hostRewards.plus(times.hostRewards());
            evaluations += plan.activeIndividuals() * plan.evaluationsOfDecode(steps);
            shown = new Population(state, current, population -> shown == population);
            generation = current + 1;
            GenerationReport report =
                    new GenerationReport(current, steps, evaluations, times, SearchReports.read(state));
            GenerationEvent.record(report);
            return report;
        });
    }

    /**
     * Runs all generations that are left, and the final round.
     *
     * @param observer told of every generation, on this thread; it may read {@link #population} and {@link #cancel}
     * @throws CancellationException if {@link #cancel} was called in the final round; {@link #result} does that again
     */
    public SearchResult run(Consumer<GenerationReport> observer) {
        Objects.requireNonNull(observer, "observer");
        while (!done()) {
            GenerationReport report;
            try {
                report = step();
            } catch (CancellationException e) {
                break;
            }
            observer.accept(report);
        }
        return result();
    }

    /**
     * Decodes the elites of the last finished generation and the best of the generations at final fidelity and ranks
     * them. Before all generations are run, or after {@link #cancel}, that is what was found so far.
     *
     * @throws CancellationException if {@link #cancel} was called meanwhile; another call decodes them again
     * @throws io.github.diffusionelites.device.HostRewardException if a reward computed by Java failed more often than
     *     its settings allow; another call decodes them again
     * @throws IllegalStateException if the search is closed or running
     */
    public SearchResult result() {
        return gate.exclusively(() -> new FinalRound(device, state, planOptions, hostReward, runner)
                .result(generation, evaluations, hostRewards));
    }

    /**
     * Asks the generation in progress, or the next one, to end early, and the search with it, until {@link #resume}; a
     * {@link #result} in progress ends without one. A reward computed by Java is interrupted, and not waited for longer
     * than its grace period. For any thread.
     */
    public void cancel() {
        runner.cancel();
    }

    /**
     * Returns the population of the last generation, readable until the next one starts, also by other threads.
     *
     * @throws IllegalStateException if no generation was run, or the last one was not finished
     */
    public Population population() {
        Population current = shown;
        if (current == null) {
            throw new IllegalStateException(
                    "There is no population: no generation was run, or the last one did not end.");
        }
        return current;
    }

    /** Returns how the program of the next generation runs, or of the last one if all are run. */
    public Plan plan() {
        int next = Math.min(generation, plan.generations() - 1);
        return programs.at(plan.settings().fidelity().stepsAt(next)).plan();
    }

    /** Returns the state after the last finished generation, a few times as large as the proposals. */
    public SearchCheckpoint checkpoint() {
        return gate.exclusively(() -> new CheckpointReader(state).read(generation, evaluations, hostRewards));
    }

    /**
     * Goes on from a checkpoint, whatever this search did before: a {@link #cancel} before this call is forgotten, one
     * after it ends the search again. With the decoder, reward and settings of the search that it was taken of, on the
     * same kind of device, all that follows is bit for bit what that search would have done. Only the schedule of later
     * generations may differ. There is no {@link #population} until the next step.
     *
     * @throws IllegalArgumentException if the checkpoint is of searches of another kind; the search is unchanged
     */
    public void resume(SearchCheckpoint checkpoint) {
        gate.exclusively(() -> {
            new CheckpointWriter(state).write(checkpoint);
            runner.reset();
            shown = null;
            generation = checkpoint.generation();
            evaluations = checkpoint.evaluations();
            hostRewards = checkpoint.hostRewards();
            return null;
        });
    }

    /** Frees programs and buffers. Further calls do nothing. */
    @Override
    public void close() {
        gate.close(() -> {
            shown = null;
            programs.close();
            state.close();
        });
    }
}
