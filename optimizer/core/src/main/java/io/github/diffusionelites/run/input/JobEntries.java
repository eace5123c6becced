package io.github.diffusionelites.run.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * The values of a job by key, as {@code search.seed} and {@code reward[1].goal}, and what may differ where a run goes
 * on: how the device is named, where the model lies, lanes and chunks, how patient one is with a reward, for results do not depend on them, or they are
 * compared apart; but noise and products do matter.
 */
public final class JobEntries {

    private static final String DIRECTORY = "model.directory";
    private static final String DEVICE = "device.";
    /** Of the device, what results depend on and nothing else tells. */
    private static final Set<String> DECISIVE = Set.of("device.noise", "device.products");

    /** Of a reward, how patient one is with it. */
    private static final Pattern PATIENCE =
            Pattern.compile("reward\\[\\d+]\\.(directory|workers|timeout_seconds|retries|fail_fast|most_failed)");

    private JobEntries() {}

    /** Returns the values of a job. */
    public static Map<String, String> of(TomlTable job) {
        Map<String, String> entries = new LinkedHashMap<>();
        flatten("", job, entries);
        return entries;
    }

    /**
     * Returns keys whose values differ, each with both values.
     *
     * @param then values of the former job
     * @param now values of the present one
     * @param free further keys that may differ
     */
    public static List<String> differences(Map<String, String> then, Map<String, String> now, Predicate<String> free) {
        List<String> changes = new ArrayList<>();
        then.forEach((key, value) -> compare(key, value, now.get(key), free, changes));
        now.forEach((key, value) -> {
            if (!then.containsKey(key)) {
                compare(key, null, value, free, changes);
            }
        });
        return changes;
    }

    private static void compare(
            String key, @Nullable String then, @Nullable String now, Predicate<String> free, List<String> changes) {
        boolean ignored = (key.startsWith(DEVICE) && !DECISIVE.contains(key))
                || key.equals(DIRECTORY)
                || PATIENCE.matcher(key).matches()
                || free.test(key);
        if (!ignored && !String.valueOf(then).equals(now)) {
            changes.add(key + " (was " + (then == null ? "not there" : then) + ", is "
                    + (now == null ? "not there" : now) + ")");
        }
    }

    private static void flatten(String prefix, TomlTable table, Map<String, String> entries) {
        for (String key : table.keySet()) {
            put(prefix + key, table.get(List.of(key)), entries);
        }
    }

    private static void put(String key, @Nullable Object value, Map<String, String> entries) {
        if (value instanceof TomlTable table) {
            flatten(key + ".", table, entries);
        } else if (value instanceof TomlArray array && !array.isEmpty() && array.get(0) instanceof TomlTable) {
            for (int i = 0; i < array.size(); i++) {
                flatten(key + "[" + (i + 1) + "].", array.getTable(i), entries);
            }
        } else {
            entries.put(key, value instanceof TomlArray array ? array.toJson().strip() : String.valueOf(value));
        }
    }
}
