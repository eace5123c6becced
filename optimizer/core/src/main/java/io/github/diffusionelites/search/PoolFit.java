package io.github.diffusionelites.search;

/** Refuses searches that a pool was not made for, before anything of the pool is changed. */
final class PoolFit {

    private PoolFit() {}

    /** Checks sizes and parameters of a search. */
    static void require(SearchPlan plan, SearchTask task) {
        SearchInstance instance = task.instance();
        SearchInstance widest = plan.instances().getFirst();
        int parameters = widest.rewardParameters().length;
        int elites = plan.eliteCapacity();
        if (instance.active() > plan.population()) {
            throw new IllegalArgumentException("Search " + task.id() + " has " + instance.active()
                    + " active individuals, but the populations of the pool have " + plan.population() + ".");
        }
        if (SearchPlan.mostElites(instance) > elites) {
            throw new IllegalArgumentException("Search " + task.id() + " may have " + SearchPlan.mostElites(instance)
                    + " elites, but the pool was made for " + elites + "; make it with a widest search that has more.");
        }
        if (instance.rewardParameters().length != parameters) {
            throw new IllegalArgumentException("Search " + task.id() + " has " + instance.rewardParameters().length
                    + " reward parameters, but the reward takes " + parameters + ".");
        }
    }

    /** Checks that a search can go on from a checkpoint. */
    static void require(SearchPlan plan, SearchTask task, TaskCheckpoint checkpoint) {
        CheckpointFit.require(plan, task.instance(), checkpoint);
        if (checkpoint.generation() == plan.generations() && checkpoint.ended() == null) {
            throw new IllegalArgumentException("The checkpoint of search " + task.id()
                    + " has all generations, but does not say why the search ended.");
        }
    }
}
