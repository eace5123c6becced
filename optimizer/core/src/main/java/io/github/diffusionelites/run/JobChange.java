package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.input.JobEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Compares the job of a run with the one that it shall go on with. The device may be named otherwise, and the model lie
 * elsewhere, as kind of device, precision and digest of the weights are compared themselves; lanes and chunks do not
 * change results, but noise and products do. Of a reward by processes the command and the parameters are compared, but
 * neither where they work nor how patiently they are called. Generations may be added.
 */
final class JobChange {

    private static final String FIDELITY = "fidelity";

    private JobChange() {}

    /**
     * Returns keys whose values differ, each with both values.
     *
     * @param then the text of a job, every key spelt out
     * @param now likewise
     * @throws CheckpointFormatException if the former one is not TOML, or not a job, as every one that was written is
     */
    static List<String> between(String then, String now) {
        Parts former = former(then);
        Parts present = Parts.of(Toml.parse(now));
        Map<String, String> before = former.entries();
        Map<String, String> after = present.entries();
        List<String> changes = new ArrayList<>(JobEntries.differences(before, after, key -> key.startsWith(FIDELITY)));
        if (!continues(former.stages(), present.stages())) {
            changes.add("the [[fidelity]] stages (were " + shown(former.stages()) + ", are " + shown(present.stages())
                    + "; only generations after the former ones may be added)");
        }
        return changes;
    }

    /**
     * What is compared of a job.
     *
     * @param entries values by key
     * @param stages steps and generations, neighbours of the same steps as one
     */
    private record Parts(Map<String, String> entries, List<long[]> stages) {

        static Parts of(TomlTable job) {
            return new Parts(JobEntries.of(job), stagesOf(job));
        }
    }

    private static Parts former(String then) {
        TomlTable job = parse(then);
        try {
            return Parts.of(job);
        } catch (RuntimeException e) {
            // The getters throw exceptions of many classes where a value has another type than they ask for.
            throw new CheckpointFormatException("its job has values of other types than a job has", e);
        }
    }

    private static TomlTable parse(String then) {
        TomlParseResult result;
        try {
            result = Toml.parse(then);
        } catch (RuntimeException | AssertionError e) {
            // The parser fails inside where it cannot recover from a broken line.
            throw new CheckpointFormatException("its job is not TOML", e);
        }
        if (result.hasErrors()) {
            throw new CheckpointFormatException("its job is not TOML");
        }
        return result;
    }

    private static List<long[]> stagesOf(TomlTable job) {
        List<long[]> stages = new ArrayList<>();
        TomlArray tables = job.getArrayOrEmpty(FIDELITY);
        for (int i = 0; i < tables.size(); i++) {
            long steps = tables.getTable(i).getLong("steps", () -> 0);
            long generations = tables.getTable(i).getLong("generations", () -> 0);
            if (!stages.isEmpty() && stages.getLast()[0] == steps) {
                stages.getLast()[1] += generations;
            } else {
                stages.add(new long[] {steps, generations});
            }
        }
        return stages;
    }

    private static boolean continues(List<long[]> then, List<long[]> now) {
        for (int i = 0; i < then.size(); i++) {
            boolean last = i == then.size() - 1;
            if (i >= now.size()
                    || then.get(i)[0] != now.get(i)[0]
                    || then.get(i)[1] > now.get(i)[1]
                    || (!last && then.get(i)[1] != now.get(i)[1])) {
                return false;
            }
        }
        return true;
    }

    private static String shown(List<long[]> stages) {
        return String.join(
                ", ",
                stages.stream()
                        .map(stage -> stage[1] + " of " + stage[0] + " steps")
                        .toList());
    }
}
