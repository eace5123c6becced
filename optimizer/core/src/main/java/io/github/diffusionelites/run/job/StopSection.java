package io.github.diffusionelites.run.job;

import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.input.StoppingTime;
import io.github.diffusionelites.search.StoppingRules;

/** The section [stop]: when searches end early that have no rule of their own. */
final class StopSection {

    private StopSection() {}

    /** Reads the rules; all are optional. */
    static StoppingRules read(Section section) {
        StoppingRules none = StoppingRules.NONE;
        StoppingRules rules = new StoppingRules(
                section.number(Setting.TARGET, none.target()),
                section.whole(Setting.EVALUATIONS, none.evaluations()),
                (int) section.whole(Setting.GENERATIONS, (long) none.generations()),
                StoppingTime.of(section.number(Setting.SECONDS, 0)),
                (int) section.whole(Setting.STAGNATION, (long) none.stagnation()),
                section.number(Setting.IMPROVEMENT, none.improvement()),
                section.number(Setting.COLLAPSE, none.collapse()));
        section.finish();
        return rules;
    }

    /** Writes the rules. */
    static JobText write(StoppingRules rules, JobText text) {
        text.header("[stop]");
        if (rules.hasTarget()) {
            text.line(Setting.TARGET.key(), rules.target());
        }
        return text.line(Setting.EVALUATIONS.key(), rules.evaluations())
                .line(Setting.GENERATIONS.key(), rules.generations())
                .line(Setting.SECONDS.key(), StoppingTime.seconds(rules.time()))
                .line(Setting.STAGNATION.key(), rules.stagnation())
                .line(Setting.IMPROVEMENT.key(), rules.improvement())
                .line(Setting.COLLAPSE.key(), rules.collapse());
    }
}
