package io.github.diffusionelites.bench.suite.timing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be measured by itself, each in at most eight minutes on an H200. */
enum Group {
    CEILINGS(
            "measured limits of the device: memory, second-level cache, tensor cores, normals, launches of graphs",
            new CeilingsGroup()),
    KERNELS(
            "every kernel alone by events, cold and warm, beside its floor, at the shapes of W1 to W9",
            new KernelsGroup()),
    SMALL("W1: R32, 1,024 individuals, 5 steps, beside all peers", WorkloadGroup.small()),
    MEDIUM("W2: R32, 16,384 individuals, 5 steps, beside all peers", WorkloadGroup.medium()),
    LARGE("W3 and W4: R64 with 65,536 and R128 with 16,384 individuals, 5 steps", WorkloadGroup.large()),
    MLP("W5: 64-256-256-64, 1,000,000 individuals, 10 steps", WorkloadGroup.mlp()),
    CORE("W6 and W7: drawing, selecting and refitting alone, diagonal and full", WorkloadGroup.core()),
    EVOLUTION("W8: steps of Diffusion Evolution", new EvolutionGroup()),
    ISLANDS("W9: 1,024 searches of 256 individuals, R32, 5 steps, diagonal and full", WorkloadGroup.islands()),
    OVERLAP("host rewards of 0.1 to 100 ms a chunk: decoding alone, scoring alone, both", new OverlapGroup());

    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // Measurements hold no state.
    private final Measurement measurement;

    Group(String description, Measurement measurement) {
        this.description = description;
        this.measurement = measurement;
    }

    /** Puts figures on the sheet of a session. */
    interface Measurement {
        void measure(Session session);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String description() {
        return description;
    }

    Measurement measurement() {
        return measurement;
    }

    /**
     * Returns groups by their names.
     *
     * @param names with commas between them, or {@code all}
     * @throws IllegalArgumentException if there is no such group
     */
    static List<Group> named(String names) {
        return names.equals("all")
                ? List.of(values())
                : Arrays.stream(names.split(",", -1)).map(Group::one).toList();
    }

    private static Group one(String name) {
        return Arrays.stream(values())
                .filter(group -> group.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no group \"" + name + "\"; there are "
                        + Arrays.stream(values()).map(Group::label).collect(Collectors.joining(", ")) + " and all."));
    }
}
