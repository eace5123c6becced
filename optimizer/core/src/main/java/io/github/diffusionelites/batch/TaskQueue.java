package io.github.diffusionelites.batch;

import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The searches that nobody runs, by groups: the largest populations first, in each those that go on first. */
final class TaskQueue implements PoolLoop.Feed {

    private final Map<PopulationGroup, Deque<Assignment>> waiting = new LinkedHashMap<>();
    private final Map<Integer, PopulationGroup> groups = new TreeMap<>();
    private final int largest;

    /**
     * Makes a queue of searches.
     *
     * @param all searches of the job, which make up the groups
     * @param left those that are to be run
     * @param states of searches that go on, by id
     * @param largest population of the job
     */
    TaskQueue(
            Collection<ManifestSearch> all,
            Collection<ManifestSearch> left,
            Map<Integer, TaskCheckpoint> states,
            int largest) {
        this.largest = largest;
        Map<Integer, List<ManifestSearch>> byPopulation = all.stream()
                .collect(Collectors.groupingBy(
                        this::population, () -> new TreeMap<>(Collections.reverseOrder()), Collectors.toList()));
        byPopulation.forEach((population, searches) -> {
            PopulationGroup group = PopulationGroup.of(population, searches);
            groups.put(population, group);
            waiting.put(group, new ArrayDeque<>());
        });
        left.forEach(search -> add(new Assignment(search, states.get(search.id()))));
    }

    /** Adds a search, also one that somebody could not finish. */
    void add(Assignment assignment) {
        Deque<Assignment> queue = queue(groupOf(population(assignment.search())));
        if (assignment.state() == null) {
            queue.addLast(assignment);
        } else {
            queue.addFirst(assignment);
        }
    }

    /** Returns the group whose searches have programs for so many individuals. */
    PopulationGroup groupOf(int population) {
        return Objects.requireNonNull(groups.get(population));
    }

    private Deque<Assignment> queue(PopulationGroup group) {
        return Objects.requireNonNull(waiting.get(group));
    }

    private int population(ManifestSearch search) {
        return PopulationGroup.populationFor(search.instance().active(), largest);
    }

    @Override
    public @Nullable PopulationGroup group() {
        return waiting.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Assignment> take(PopulationGroup group, int most) {
        Deque<Assignment> queue = queue(group);
        List<Assignment> taken = new ArrayList<>();
        while (taken.size() < most && !queue.isEmpty()) {
            taken.add(queue.remove());
        }
        return taken;
    }

    @Override
    public int size(PopulationGroup group) {
        return queue(group).size();
    }

    @Override
    public boolean exhausted(PopulationGroup group) {
        return queue(group).isEmpty();
    }

    /** Returns how many searches wait. */
    int size() {
        return waiting.values().stream().mapToInt(Deque::size).sum();
    }

    /** Returns the groups that have searches left. */
    List<PopulationGroup> groups() {
        return waiting.keySet().stream().filter(group -> size(group) > 0).toList();
    }
}
