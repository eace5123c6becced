package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.run.checkpoint.ByteSink;
import io.github.diffusionelites.run.checkpoint.ByteSource;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.StoppingRules;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A search of a manifest as bytes: u32 place of its settings, u32 id, u64 seed, f64 target, and its reward parameters
 * after their number. Settings, which many searches have in common, are u32 active individuals, u32 elites, u32 sense
 * (0 maximise, 1 minimise), u32 rule (0 exact, 1 threshold), f64 jitter and floors of variance and deviation, u64
 * evaluations, u32 generations, u64 seconds and u32 nanoseconds of time, u32 stagnation, f64 improvement and collapse.
 */
final class SearchFormat {

    /** What a search has beside its id, seed, target and parameters. */
    record Settings(
            int active,
            int elites,
            Sense sense,
            SelectionRule rule,
            double jitter,
            double varianceFloor,
            double deviationFloor,
            StoppingRules rules) {

        static Settings of(ManifestSearch search) {
            SearchInstance instance = search.instance();
            return new Settings(
                    instance.active(),
                    instance.elites(),
                    instance.sense(),
                    instance.rule(),
                    instance.jitter(),
                    instance.varianceFloor(),
                    instance.deviationFloor(),
                    search.rules().withTarget(Double.NaN));
        }
    }

    private SearchFormat() {}

    static void write(ByteSink sink, Settings settings) throws IOException {
        StoppingRules rules = settings.rules();
        sink.integer(settings.active())
                .integer(settings.elites())
                .integer(settings.sense() == Sense.MAXIMIZE ? 0 : 1)
                .integer(settings.rule() == SelectionRule.EXACT ? 0 : 1)
                .number(settings.jitter())
                .number(settings.varianceFloor())
                .number(settings.deviationFloor())
                .whole(rules.evaluations())
                .integer(rules.generations())
                .whole(rules.time().toSeconds())
                .integer(rules.time().toNanosPart())
                .integer(rules.stagnation())
                .number(rules.improvement())
                .number(rules.collapse());
    }

    static Settings settings(ByteSource source) {
        return new Settings(
                source.integer(),
                source.integer(),
                choice(source) == 0 ? Sense.MAXIMIZE : Sense.MINIMIZE,
                choice(source) == 0 ? SelectionRule.EXACT : SelectionRule.THRESHOLD,
                source.number(),
                source.number(),
                source.number(),
                new StoppingRules(
                        Double.NaN,
                        source.whole(),
                        source.integer(),
                        time(source),
                        source.integer(),
                        source.number(),
                        source.number()));
    }

    private static int choice(ByteSource source) {
        int choice = source.integer();
        if (choice != 0 && choice != 1) {
            throw new CheckpointFormatException("a sense or a rule in it is unknown");
        }
        return choice;
    }

    private static Duration time(ByteSource source) {
        long seconds = source.whole();
        int nanoseconds = source.integer();
        if (seconds < 0 || nanoseconds < 0 || nanoseconds >= 1_000_000_000) {
            throw new CheckpointFormatException("a limit of time in it makes no sense");
        }
        return Duration.ofSeconds(seconds, nanoseconds);
    }

    static void write(ByteSink sink, ManifestSearch search, Map<Settings, Integer> places) throws IOException {
        sink.integer(Objects.requireNonNull(places.get(Settings.of(search))))
                .integer(search.id())
                .whole(search.seed())
                .number(search.rules().target())
                .floats(search.instance().rewardParameters());
    }

    static ManifestSearch search(ByteSource source, int row, List<Settings> places) {
        int place = source.integer();
        if (place < 0 || place >= places.size()) {
            throw new CheckpointFormatException("the settings of a search in it are missing");
        }
        Settings settings = places.get(place);
        int id = source.integer();
        long seed = source.whole();
        StoppingRules rules = settings.rules().withTarget(source.number());
        SearchInstance instance = new SearchInstance(
                id,
                settings.active(),
                settings.elites(),
                settings.sense(),
                settings.rule(),
                settings.jitter(),
                settings.varianceFloor(),
                settings.deviationFloor(),
                source.floats());
        return new ManifestSearch(row, instance, seed, rules);
    }
}
