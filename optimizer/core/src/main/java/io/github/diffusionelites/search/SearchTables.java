package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SearchClocks;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.reward.Reward;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the programs of a batch read of each search, a row for each. */
final class SearchTables {

    final SearchPlan plan;
    final Buffer searchIds;
    final Buffer selectionSettings;
    private final Buffer parameters;
    /** Seeds and generations where each search keeps its own time; null where the run's are theirs. */
    private final @Nullable SearchClocks clocks;

    private SearchTables(OwnedBuffers buffers, SearchPlan plan, @Nullable SearchClocks clocks) {
        int searches = plan.searches();
        this.plan = plan;
        this.clocks = clocks;
        this.searchIds = buffers.integers(searches);
        this.parameters = buffers.floats(searches, plan.rewardColumns());
        this.selectionSettings = buffers.integers(searches, SelectionRule.SETTINGS);
    }

    /** Allocates tables with the searches of the plan, which begin and end together. */
    static SearchTables of(OwnedBuffers buffers, SearchPlan plan) {
        SearchTables tables = new SearchTables(buffers, plan, null);
        for (int b = 0; b < plan.searches(); b++) {
            tables.write(b, plan.instances().get(b));
        }
        return tables;
    }

    /** Allocates tables of searches that come and go, each with its own time. */
    static SearchTables withClocks(OwnedBuffers buffers, SearchPlan plan) {
        SearchClocks clocks = new SearchClocks(buffers.integers(2, plan.searches()), buffers.integers(plan.searches()));
        return new SearchTables(buffers, plan, clocks);
    }

    /** Writes the row of a search. */
    void write(int search, SearchInstance instance) {
        searchIds.write(search, new int[] {instance.id()});
        float[] row = instance.rewardParameters();
        if (row.length > 0) {
            parameters.write((long) search * plan.rewardColumns(), row);
        }
        int[] settings = new int[SelectionRule.SETTINGS];
        settings[SelectionRule.ACTIVE] = instance.active();
        settings[SelectionRule.ELITES] = instance.elites();
        settings[SelectionRule.SENSE] = instance.sense().sign();
        settings[SelectionRule.RULE] = instance.rule().ordinal();
        selectionSettings.write((long) search * SelectionRule.SETTINGS, settings);
    }

    /** Writes the row of a search that keeps its own time. */
    void write(int search, SearchTask task) {
        Buffer seeds = Objects.requireNonNull(clocks).seeds();
        int[] words = SearchClocks.words(task.seed());
        seeds.write(search, new int[] {words[0]});
        seeds.write((long) plan.searches() + search, new int[] {words[1]});
        write(search, task.instance());
    }

    /** Writes the generations of all searches, which keep their own time. */
    void generations(int[] generations) {
        Objects.requireNonNull(clocks).generations().write(0, generations);
    }

    /** Begins a recording with so many individuals of each search. */
    Recorder recorder(int individuals) {
        Recorder recorder = new Recorder(plan.searches(), individuals);
        if (clocks != null) {
            recorder.keepTime(clocks);
        }
        return recorder;
    }

    /** Records the scoring of samples with the parameters of each search. */
    void score(Recorder recorder, Rows.Stored sampleRows, Buffer target, @Nullable HostReward hostReward) {
        if (plan.reward() instanceof Reward.BuiltIn builtIn) {
            recorder.score(
                    sampleRows,
                    plan.decoder().channels(),
                    plan.decoder().length(),
                    builtIn.terms(),
                    parameters,
                    target);
        } else if (plan.reward() instanceof Reward.Code code) {
            recorder.scoreByCode(
                    sampleRows, plan.decoder().channels(), plan.decoder().length(), code.code(), parameters, target);
        } else {
            recorder.scoreOnHost(
                    sampleRows,
                    target,
                    Objects.requireNonNull(hostReward),
                    Objects.requireNonNull(plan.hostSettings()));
        }
    }
}
