package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.device.Statistic;
import io.github.diffusionelites.reward.Reward;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of a batch of searches and the recording of a generation over them. The elites' latents and the best of
 * each generation are copied aside, as the next generation overwrites the population before it is finished.
 */
final class SearchState implements AutoCloseable {

    /** Figures of the latents' norms a search: mean, deviation. */
    static final int NORMS = 2;

    final SearchPlan plan;
    final Buffer latents;
    final Buffer samples;
    final Buffer rewards;
    final Buffer searchIds;
    final Buffer parameters;
    final Selection selection;
    final Buffer statistics;
    final Buffer latentNorms;
    final Buffer champions;
    final Buffer championRewards;
    final Buffer championIndividuals;
    final Buffer eliteLatents;
    final Refit refit;

    private final OwnedBuffers buffers;
    private final Buffer selectionSettings;

    SearchState(Device device, SearchPlan plan) {
        this.plan = plan;
        this.buffers = new OwnedBuffers(device);
        int searches = plan.searches();
        int n = plan.population();
        int d = plan.dimension();
        int generations = plan.generations();
        boolean complete = false;
        try {
            latents = buffers.floats(searches, n, d);
            samples = buffers.floats(
                    searches, n, plan.decoder().channels(), plan.decoder().length());
            rewards = buffers.floats(searches, n);
            searchIds = buffers.integers(
                    plan.instances().stream().mapToInt(SearchInstance::id).toArray(), searches);
            parameters = buffers.floats(parameters(plan), searches, plan.rewardColumns());
            selectionSettings = buffers.integers(selectionSettings(plan), searches, SelectionRule.SETTINGS);
            selection = buffers.selection(searches, n);
            statistics = buffers.floats(searches, Statistic.values().length);
            latentNorms = buffers.floats(searches, NORMS);
            champions = buffers.floats(searches, generations, d);
            championRewards = buffers.floats(searches, generations);
            championIndividuals = buffers.integers(searches, generations);
            eliteLatents = buffers.floats(searches, plan.eliteCapacity(), d);
            refit = Refit.allocate(buffers, plan);
            complete = true;
        } finally {
            if (!complete) {
                buffers.close();
            }
        }
    }

    /** Records a generation at a fidelity. */
    Recording generation(int steps, @Nullable HostReward hostReward) {
        Recorder recorder = new Recorder(plan.searches(), plan.population());
        Rows.Stored latentRows = recorder.rows(latents);
        Rows.Stored sampleRows = recorder.rows(samples);
        refit.recordSampling(recorder, latentRows, searchIds);
        plan.decoder().record(recorder, latentRows, sampleRows, steps, NoiseIdentity.own(searchIds));
        score(recorder, sampleRows, rewards, hostReward);
        recorder.select(rewards, selectionSettings, selection);
        recorder.statistics(rewards, selectionSettings, selection, statistics);
        recorder.rowNorms(latentRows, selectionSettings, latentNorms);
        recorder.keepChampion(latentRows, rewards, selection, champions, championRewards, championIndividuals);
        recorder.gather(latentRows, selection, eliteLatents);
        refit.recordRefit(recorder, latentRows, selection);
        return recorder.finish();
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

    @Override
    public void close() {
        buffers.close();
    }

    private static float[] parameters(SearchPlan plan) {
        float[] table = new float[plan.searches() * plan.rewardColumns()];
        for (int b = 0; b < plan.searches(); b++) {
            float[] row = plan.instances().get(b).rewardParameters();
            System.arraycopy(row, 0, table, b * plan.rewardColumns(), row.length);
        }
        return table;
    }

    private static int[] selectionSettings(SearchPlan plan) {
        int[] table = new int[plan.searches() * SelectionRule.SETTINGS];
        for (int b = 0; b < plan.searches(); b++) {
            SearchInstance instance = plan.instances().get(b);
            int row = b * SelectionRule.SETTINGS;
            table[row + SelectionRule.ACTIVE] = instance.active();
            table[row + SelectionRule.ELITES] = instance.elites();
            table[row + SelectionRule.SENSE] = instance.sense().sign();
            table[row + SelectionRule.RULE] = instance.rule().ordinal();
        }
        return table;
    }
}
