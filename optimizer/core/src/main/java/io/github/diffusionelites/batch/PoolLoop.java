package io.github.diffusionelites.batch;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.PoolBuilder;
import io.github.diffusionelites.search.PoolReport;
import io.github.diffusionelites.search.SearchPool;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a device busy with searches until none is left: makes the pool that the next ones need, lets them in where there
 * is room, and hands on those that are finished. A pool that the device has no memory for is made again with half of the
 * places, with the searches where they were.
 */
final class PoolLoop implements AutoCloseable {

    /** Where searches come from. */
    interface Feed {

        /** Returns the group whose turn it is when no search runs; null if nothing is left. May wait for an answer. */
        @Nullable
        PopulationGroup group();

        /** Takes searches of a group, at most so many, without waiting. */
        List<Assignment> take(PopulationGroup group, int most);

        /** Returns how many searches of a group may still come, to make as many places as will be needed. */
        int size(PopulationGroup group);

        /** Returns whether none of a group waits to be taken. */
        boolean exhausted(PopulationGroup group);
    }

    /** Where results go. */
    interface Sink {

        /** Takes what a search found. */
        void finished(ManifestSearch search, FinishedSearch found);

        /** Told after each step, when all that finished was handed on. */
        void step(PoolReport report);

        /** Takes a sentence for a person. */
        void notice(String sentence);
    }

    private final Job job;
    private final Decoder decoder;
    private final Reward reward;
    private final Device device;
    private final int mostPlaces;
    private final Map<Integer, ManifestSearch> running = new HashMap<>();
    /** Where searches were while one pool is closed and the next one is not there yet. */
    private List<TaskCheckpoint> between = List.of();

    private @Nullable PopulationGroup group;
    /** Places that the pool was to have; there may be fewer where memory is short. */
    private int asked;

    private volatile @Nullable SearchPool pool;
    private volatile boolean cancelled;

    /**
     * Prepares.
     *
     * @param device must stay open as long as this is
     * @param mostPlaces searches that have a place at a time at most; 0 for as many as suit the device
     */
    PoolLoop(Job job, Decoder decoder, Reward reward, Device device, int mostPlaces) {
        this.job = job;
        this.decoder = decoder;
        this.reward = reward;
        this.device = device;
        this.mostPlaces = mostPlaces;
    }

    /**
     * Makes the pool that the next searches need.
     *
     * @param notices takes a sentence where there is less memory than would suit the device
     * @return whether there are any
     * @throws DeviceMemoryException if the device does not even have the memory for a single place
     */
    boolean prepare(Feed feed, Consumer<String> notices) {
        PopulationGroup next = feed.group();
        if (next == null) {
            return false;
        }
        int places = placesFor(next, feed.size(next));
        if (!next.equals(group) || asked < places) {
            open(next, places, notices);
        }
        return true;
    }

    /** Runs as {@link #run} does as long as that is wanted, then forgets all searches. */
    void rehearse(Feed feed, Sink sink, BooleanSupplier wanted) {
        run(feed, sink, wanted);
        running.clear();
        group = null;
        asked = 0;
        closePool();
    }

    /**
     * Runs until nothing is left or {@link #cancel} was called.
     *
     * @throws DeviceMemoryException if the device does not even have the memory for a single place
     */
    void run(Feed feed, Sink sink) {
        run(feed, sink, () -> true);
    }

    private void run(Feed feed, Sink sink, BooleanSupplier wanted) {
        while (!cancelled && wanted.getAsBoolean()) {
            if (running.isEmpty() && !prepare(feed, sink::notice)) {
                return;
            }
            SearchPool current = Objects.requireNonNull(pool);
            for (Assignment assignment : feed.take(Objects.requireNonNull(group), current.room())) {
                add(assignment);
            }
            if (running.isEmpty()) {
                // Another worker was quicker.
                continue;
            }
            if (feed.exhausted(Objects.requireNonNull(group)) && 2 * current.unranked() <= current.places()) {
                current = tighten(current, sink);
            }
            try {
                PoolReport report = current.step();
                for (FinishedSearch search : report.finished()) {
                    sink.finished(
                            Objects.requireNonNull(running.remove(search.task().id())), search);
                }
                sink.step(report);
            } catch (CancellationException e) {
                // What was begun does not count; the searches are where they were before.
                return;
            } catch (DeviceMemoryException e) {
                shrink(e, sink);
            }
        }
    }

    private int placesFor(PopulationGroup next, int searches) {
        int places = PoolSize.places(device.info(), next.population(), searches);
        return mostPlaces == 0 ? places : Math.min(mostPlaces, places);
    }

    private void add(Assignment assignment) {
        ManifestSearch search = assignment.search();
        SearchPool current = Objects.requireNonNull(pool);
        if (assignment.state() == null) {
            current.add(search.task());
        } else {
            current.add(search.task(), assignment.state());
        }
        running.put(search.id(), search);
    }

    private void open(PopulationGroup next, int places, Consumer<String> notices) {
        closePool();
        group = next;
        asked = places;
        PoolBuilder builder = SearchPool.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(settings(next.population()))
                .widest(next.widest())
                .places(places)
                .planOptions(job.device().planOptions());
        // What a plan does not know, such as who else takes memory of the device, may still need fewer.
        for (int size = builder.fittingPlaces(); ; size /= 2) {
            try {
                SearchPool made = builder.places(size).build();
                pool = made;
                if (cancelled) {
                    made.cancel();
                }
                return;
            } catch (DeviceMemoryException e) {
                if (size == 1) {
                    throw e;
                }
                notices.accept(halved(size, e));
            }
        }
    }

    private void shrink(DeviceMemoryException failure, Sink sink) {
        SearchPool current = Objects.requireNonNull(pool);
        int places = current.places();
        if (places == 1) {
            throw failure;
        }
        sink.notice(halved(places, failure));
        rebuild(current, places / 2, sink);
    }

    /** Where half of the places stay empty to the end, fewer of them take less time. */
    private SearchPool tighten(SearchPool current, Sink sink) {
        int left = current.unranked();
        if (left == 0 || current.places() == 1) {
            return current;
        }
        rebuild(current, left, sink);
        return Objects.requireNonNull(pool);
    }

    private void rebuild(SearchPool current, int places, Sink sink) {
        between = current.checkpoint();
        Map<Integer, TaskCheckpoint> states =
                between.stream().collect(Collectors.toMap(TaskCheckpoint::id, Function.identity()));
        List<ManifestSearch> searches = new ArrayList<>(running.values());
        running.clear();
        open(Objects.requireNonNull(group), places, sink::notice);
        searches.forEach(search -> add(new Assignment(search, states.get(search.id()))));
        between = List.of();
    }

    private static String halved(int places, DeviceMemoryException failure) {
        return "Out of memory with places for " + places + " searches, going on with " + places / 2 + ": "
                + failure.getMessage();
    }

    private SearchSettings settings(int population) {
        SearchSettings common = job.search();
        return new SearchSettings(
                population,
                Math.min(common.elites(), population),
                common.rule(),
                common.sense(),
                common.proposal(),
                common.fidelity(),
                common.seed(),
                common.finalists());
    }

    /** Returns the state of all searches that run and have finished a generation. */
    List<TaskCheckpoint> checkpoint() {
        SearchPool current = pool;
        return current == null ? between : current.checkpoint();
    }

    /** Returns how many searches run. */
    int searches() {
        return running.size();
    }

    /** Returns how the programs of the pool run; none before the first search. */
    List<Plan> plans() {
        SearchPool current = pool;
        return current == null ? List.of() : current.plans();
    }

    /** Returns the bytes of the device's memory that are taken; 0 where the device does not keep count. */
    long bytes() {
        return device.info().memoryBytes() - device.freeBytes();
    }

    /** Returns the places of the pool, 0 before the first search. */
    int places() {
        SearchPool current = pool;
        return current == null ? 0 : current.places();
    }

    /** Asks the run to end early; for any thread. */
    void cancel() {
        cancelled = true;
        SearchPool current = pool;
        if (current != null) {
            current.cancel();
        }
    }

    private void closePool() {
        SearchPool current = pool;
        if (current != null) {
            pool = null;
            current.close();
        }
    }

    @Override
    public void close() {
        closePool();
    }
}
