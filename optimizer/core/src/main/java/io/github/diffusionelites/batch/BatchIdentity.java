package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the bits of a job's results depend on beside what it says. */
final class BatchIdentity {

    private BatchIdentity() {}

    /**
     * Returns what a resumed job is compared by, each under its name.
     *
     * @param weights SHA-256 of the model's weights; empty where there are none
     * @param description SHA-256 of what the model's description says, likewise
     */
    static Map<String, String> of(DeviceTraits traits, String weights, String description) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("version", traits.version());
        identity.put("kind", traits.kind());
        identity.put("instruction_set", traits.instructionSet());
        identity.put("precision", traits.precision());
        identity.put("libraries", traits.libraries());
        identity.put("weights", weights);
        identity.put("description", description);
        return identity;
    }

    /**
     * Checks that a job goes on as it began.
     *
     * @throws RunDirectoryException if device or model are others and that is not forced
     */
    static void requireSame(BatchDirectory directory, Map<String, String> now, boolean force, BatchObserver observer) {
        List<String> differences = differences(directory.identity(), now);
        if (!differences.isEmpty() && !force) {
            throw new RunDirectoryException("The job in " + directory.path()
                    + " would not go on as it began, because " + String.join(", ", differences)
                    + "; resume it as it was, or say --force to accept other results.");
        }
        if (!differences.isEmpty()) {
            observer.notice("Forced: the results may be others than without the interruption, because "
                    + String.join(", ", differences) + ".");
        }
    }

    /**
     * Checks that two workers give the same bits.
     *
     * @throws RunDirectoryException if their devices are different and that is not forced
     */
    static void requireSameWorkers(Map<String, String> one, Map<String, String> other, boolean force) {
        List<String> differences = differences(one, other);
        if (!differences.isEmpty() && !force) {
            throw new RunDirectoryException("The workers would give different results, because "
                    + String.join(", ", differences)
                    + " from one to another; use devices that are alike, or say --force to accept that.");
        }
    }

    /** Says in what the device or the model differs from those of the job so far, a few words for each. */
    private static List<String> differences(Map<String, String> then, Map<String, String> now) {
        List<String> differences = new ArrayList<>(traits(then).differences(traits(now)));
        for (String part : List.of("weights", "description")) {
            if (!then.getOrDefault(part, "").equals(now.getOrDefault(part, ""))) {
                differences.add(
                        "the SHA-256 of the model's " + part + " was " + then.get(part) + " and is " + now.get(part));
            }
        }
        return differences;
    }

    private static DeviceTraits traits(Map<String, String> identity) {
        return new DeviceTraits(
                identity.getOrDefault("version", ""),
                identity.getOrDefault("kind", ""),
                identity.getOrDefault("instruction_set", ""),
                identity.getOrDefault("precision", ""),
                identity.getOrDefault("libraries", ""));
    }
}
