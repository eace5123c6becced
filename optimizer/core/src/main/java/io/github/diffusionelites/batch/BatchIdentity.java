package io.github.diffusionelites.batch;

import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the bits of a job's results depend on beside what it says. */
final class BatchIdentity {

    private BatchIdentity() {}

    /** Returns what a resumed job is compared by, each under its name. */
    static Map<String, String> traits(DeviceTraits traits, RunModel model) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("version", traits.version());
        identity.put("kind", traits.kind());
        identity.put("instruction_set", traits.instructionSet());
        identity.put("precision", traits.precision());
        identity.put("libraries", traits.libraries());
        identity.put("weights", model.weightsDigestOrEmpty());
        identity.put("description", model.descriptionDigestOrEmpty());
        return identity;
    }

    /** Says in what the device or the model differs from those of the job so far, a few words for each. */
    static List<String> differences(Map<String, String> then, Map<String, String> now) {
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
