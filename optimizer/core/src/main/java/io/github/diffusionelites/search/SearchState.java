package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Statistic;
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
    final SearchTables tables;
    final Selection selection;
    final Buffer statistics;
    final Buffer latentNorms;
    final Buffer champions;
    final Buffer championRewards;
    final Buffer championIndividuals;
    final Buffer eliteLatents;
    final Refit refit;

    private final OwnedBuffers buffers;

    /** Allocates for the searches of a plan, which begin and end together. */
    SearchState(Device device, SearchPlan plan) {
        this(device, plan, false);
    }

    /**
     * Allocates.
     *
     * @param timed whether searches come and go, each with its own time; then the searches of the plan only say how
     *     many and how large they can be
     */
    SearchState(Device device, SearchPlan plan, boolean timed) {
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
            tables = timed ? SearchTables.withClocks(buffers, plan) : SearchTables.of(buffers, plan);
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
        Recorder recorder = tables.recorder(plan.population());
        Rows.Stored latentRows = recorder.rows(latents);
        Rows.Stored sampleRows = recorder.rows(samples);
        refit.recordSampling(recorder, latentRows, tables.searchIds);
        plan.decoder().record(recorder, latentRows, sampleRows, steps, NoiseIdentity.own(tables.searchIds));
        tables.score(recorder, sampleRows, rewards, hostReward);
        recorder.select(rewards, tables.selectionSettings, selection);
        recorder.statistics(rewards, tables.selectionSettings, selection, statistics);
        recorder.rowNorms(latentRows, tables.selectionSettings, latentNorms);
        recorder.keepChampion(latentRows, rewards, selection, champions, championRewards, championIndividuals);
        recorder.gather(latentRows, selection, eliteLatents);
        refit.recordRefit(recorder, latentRows, selection);
        return recorder.finish();
    }

    @Override
    public void close() {
        buffers.close();
    }
}
