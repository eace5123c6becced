package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.SearchClocks;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a program draws noise for. Bits beyond their range would fall into those of another part of the counter,
 * so that two searches would share their noise; hosts write them at any time before a run.
 */
final class NoiseIds {

    /** One past the largest id of a search. */
    static final int SEARCHES = 1 << 24;
    /** One past the last generation. */
    static final int GENERATIONS = 1 << 20;

    private record Ids(String what, ManagedBuffer buffer, int end) {}

    private final Set<Ids> all = new LinkedHashSet<>();

    /**
     * Finds the ids of a recording, whose buffers are this device's.
     *
     * @param generations that its operations have places or coefficients for
     */
    NoiseIds(Recording recording, int generations) {
        SearchClocks clocks = recording.clocks();
        if (clocks != null) {
            add("The generation of a search", clocks.generations(), generations);
        }
        Stream.concat(recording.individualPart().stream(), recording.populationPart().stream())
                .forEach(this::add);
    }

    private void add(Operation operation) {
        switch (operation) {
            case Operation.SampleDiagonal sample -> addSearches(sample.searchIds());
            case Operation.SampleFull sample -> addSearches(sample.searchIds());
            case Operation.SampleEliteMatrix sample -> addSearches(sample.searchIds());
            case Operation.SampleMixture sample -> addSearches(sample.searchIds());
            case Operation.Evolve evolve -> addSearches(evolve.searchIds());
            case Operation.UpdateSampler update -> {
                NoiseIdentity identity = update.identity();
                addSearches(identity.searches());
                add("The generation of a row's noise", identity.generations(), GENERATIONS);
            }
            default -> {}
        }
    }

    private void addSearches(Buffer ids) {
        add("The id of a search", ids, SEARCHES);
    }

    private void add(String what, @Nullable Buffer ids, int end) {
        if (ids != null) {
            all.add(new Ids(what, (ManagedBuffer) ids, end));
        }
    }

    /**
     * Refuses ids that have no bits of their own.
     *
     * @throws IllegalArgumentException if one is out of range; the message has it
     */
    void requireInRange() {
        for (Ids ids : all) {
            long place = ids.buffer.firstOutside(ids.end);
            if (place >= 0) {
                int[] id = new int[1];
                ids.buffer.read(place, id);
                throw new IllegalArgumentException(ids.what + " must be in [0, " + ids.end + "), but place " + place
                        + " of the buffer I32 " + ids.buffer.shape() + " holds " + id[0] + ".");
            }
        }
    }
}
