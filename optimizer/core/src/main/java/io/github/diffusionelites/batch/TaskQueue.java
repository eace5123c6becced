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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The searches that nobody runs, by groups: the largest populations first, in each those that go on first. */
final class TaskQueue {

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
        Deque<Assignment> queue = waiting.get(groupOf(assignment.search()));
        if (assignment.state() == null) {
            queue.addLast(assignment);
        } else {
            queue.addFirst(assignment);
        }
    }

    private PopulationGroup groupOf(ManifestSearch search) {
        return groups.get(population(search));
    }

    private int population(ManifestSearch search) {
        return PopulationGroup.populationFor(search.instance().active(), largest);
    }

    /** Returns the group whose turn it is; null if nothing is left. */
    @Nullable
    PopulationGroup group() {
        return waiting.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** Takes searches of a group, as many as are left and at most so many. */
    List<Assignment> take(PopulationGroup group, int most) {
        Deque<Assignment> queue = waiting.get(group);
        List<Assignment> taken = new ArrayList<>();
        while (taken.size() < most && !queue.isEmpty()) {
            taken.add(queue.remove());
        }
        return taken;
    }

    /** Returns how many searches of a group wait. */
    int size(PopulationGroup group) {
        return waiting.get(group).size();
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
