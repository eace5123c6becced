package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.input.StoppingTime;
import io.github.diffusionelites.search.StoppingRules;
import java.util.HashMap;
import java.util.Map;

/** Stopping rules of rows; rows with equal ones share them, as long as these are not too many. */
final class StoppingColumns {

    private static final int MOST_SHARED = 4096;

    private final StoppingRules defaults;
    private final Map<StoppingRules, StoppingRules> shared = new HashMap<>();

    StoppingColumns(StoppingRules defaults) {
        this.defaults = defaults;
    }

    StoppingRules of(RowValues row) {
        if (!row.stops()) {
            return defaults;
        }
        StoppingRules rules = new StoppingRules(
                row.number(Setting.TARGET, defaults.target()),
                row.whole(Setting.EVALUATIONS, defaults.evaluations()),
                (int) row.whole(Setting.GENERATIONS, defaults.generations()),
                row.has(Setting.SECONDS) ? StoppingTime.of(row.number(Setting.SECONDS, 0)) : defaults.time(),
                (int) row.whole(Setting.STAGNATION, defaults.stagnation()),
                row.number(Setting.IMPROVEMENT, defaults.improvement()),
                row.number(Setting.COLLAPSE, defaults.collapse()));
        StoppingRules same = shared.get(rules);
        if (same == null && shared.size() < MOST_SHARED) {
            shared.put(rules, rules);
        }
        return same == null ? rules : same;
    }
}
