package io.github.diffusionelites.search;

import java.util.HashSet;
import java.util.Set;

/** Refuses checkpoints of other searches, before anything of a search is changed. */
final class CheckpointFit {

    private final SearchPlan plan;
    private final int generation;

    private CheckpointFit(SearchPlan plan, int generation) {
        this.plan = plan;
        this.generation = generation;
    }

    /**
     * Checks seed, sizes, ids and that all places are inside.
     *
     * @throws IllegalArgumentException if the checkpoint is not one of such searches
     */
    static void require(SearchPlan plan, SearchCheckpoint checkpoint) {
        CheckpointFit fit = new CheckpointFit(plan, checkpoint.generation());
        fit.same("seed", checkpoint.seed(), plan.settings().seed());
        fit.same("population", checkpoint.population(), plan.population());
        fit.same("dimension", checkpoint.dimension(), plan.dimension());
        fit.same("number of searches", checkpoint.searches().size(), plan.searches());
        fit.generations();
        for (int b = 0; b < plan.searches(); b++) {
            fit.search(
                    "id of search " + b,
                    plan.instances().get(b),
                    checkpoint.searches().get(b));
        }
    }

    /**
     * Checks one search.
     *
     * @throws IllegalArgumentException if the checkpoint is not one of such a search
     */
    static void require(SearchPlan plan, SearchInstance instance, TaskCheckpoint checkpoint) {
        CheckpointFit fit = new CheckpointFit(plan, checkpoint.generation());
        fit.generations();
        fit.search("id", instance, checkpoint.state());
    }

    private void generations() {
        require(
                generation <= plan.generations(),
                "has " + generation + " generations, but the search has " + plan.generations());
    }

    private void search(String id, SearchInstance instance, InstanceCheckpoint search) {
        same(id, search.id(), instance.id());
        require(
                search.sense() == instance.sense(),
                "is of a search " + search.id() + " that has the sense " + search.sense() + ", not "
                        + instance.sense());
        proposal(search);
        champions(search, instance.active());
        elites(search, instance.active());
    }

    private void proposal(InstanceCheckpoint search) {
        int d = plan.dimension();
        floats(search, "mean", search.proposal().mean(), d);
        switch (search.proposal()) {
            case ProposalCheckpoint.Full full
            when plan.full() -> {
                floats(search, "covariance", full.covariance(), (long) d * d);
                floats(search, "factor", full.factor(), (long) d * d);
            }
            case ProposalCheckpoint.Diagonal diagonal
            when !plan.full() -> floats(search, "deviation", diagonal.deviation(), d);
            default -> require(false, "has a proposal of another kind than the settings ask for");
        }
    }

    private void champions(InstanceCheckpoint search, int active) {
        Set<Integer> generations = new HashSet<>();
        for (ChampionCheckpoint champion : search.champions()) {
            require(
                    champion.generation() >= 0
                            && champion.generation() < generation
                            && generations.add(champion.generation()),
                    "has no single best of generation " + champion.generation() + " of search " + search.id());
            require(
                    champion.individual() >= 0 && champion.individual() < active && !Float.isNaN(champion.reward()),
                    "has a best individual " + champion.individual() + " with the reward " + champion.reward()
                            + " in search " + search.id() + " of " + active + " active individuals");
            floats(search, "latent of a best individual", champion.latent(), plan.dimension());
        }
    }

    private void elites(InstanceCheckpoint search, int active) {
        int count = search.elites().length;
        require(
                count <= (generation == 0 ? 0 : Math.min(active, plan.eliteCapacity())),
                "has " + count + " elites in search " + search.id() + ", which cannot be after " + generation
                        + " generations");
        for (int i = 0; i < count; i++) {
            int place = search.elites()[i];
            require(
                    place >= (i == 0 ? 0 : search.elites()[i - 1] + 1) && place < active,
                    "has an elite at place " + place + " of search " + search.id() + ", out of range or order");
        }
        floats(search, "latents of the elites", search.eliteLatents(), (long) count * plan.dimension());
    }

    private void floats(InstanceCheckpoint search, String name, float[] values, long length) {
        require(
                values.length == length,
                "has " + values.length + " numbers as " + name + " of search " + search.id() + ", not " + length);
        for (float value : values) {
            require(Float.isFinite(value), "has " + value + " in the " + name + " of search " + search.id());
        }
    }

    private void same(String name, long there, long here) {
        require(there == here, "has the " + name + " " + there + ", but the search has " + here);
    }

    private static void require(boolean fits, String misfit) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "The checkpoint " + misfit + "; resume it with the settings that it was taken with.");
        }
    }
}
