package io.github.diffusionelites.bench.suite.timing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Milliseconds by what was launched, in the order of first launches. */
final class LaunchSamples {

    /**
     * What launches have in common that take the same time.
     *
     * @param kernel its name
     * @param shape of its work
     */
    record Key(String kernel, String shape) {}

    /** The samples of a key. */
    static final class Times {
        final List<Double> cold = new ArrayList<>();
        final List<Double> warm = new ArrayList<>();
    }

    private final Map<Key, Times> times = new LinkedHashMap<>();

    Times at(Key key) {
        return times.computeIfAbsent(key, missing -> new Times());
    }
}
