package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.store.ResultShape;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the bits of a job's results depend on beside what it says. */
final class BatchIdentity {

    private static final String SIZES = "sizes";

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

    /** Returns it with the sizes of latents and samples, which a file of results cannot change. */
    static Map<String, String> withSizes(Map<String, String> identity, ResultShape shape) {
        Map<String, String> whole = new LinkedHashMap<>(identity);
        whole.put(SIZES, sizes(shape));
        return whole;
    }

    private static String sizes(ResultShape shape) {
        return "latents of " + shape.latent() + " coordinates and samples of " + shape.channels() + " x "
                + shape.length();
    }

    /**
     * Checks that latents and samples have the sizes that they had when the job began.
     *
     * @throws RunDirectoryException if they have not, which cannot be forced
     */
    static void requireSameSizes(BatchDirectory directory, ResultShape shape) {
        String then = directory.identity().getOrDefault(SIZES, "");
        if (!then.equals(sizes(shape))) {
            throw new RunDirectoryException("The job in " + directory.path()
                    + " cannot be resumed with this model: it began with " + then + ", but the model has "
                    + sizes(shape) + "; put the former model back, or begin a new job with another --out.");
        }
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
