package io.github.diffusionelites.batch;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.PoolReport;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.Stage;
import io.github.diffusionelites.search.StoppingRules;
import java.util.List;
import java.util.Map;

/** Finds out what a job will take, by making its programs and running some generations of its first searches. */
final class Estimator implements PoolLoop.Sink {

    /** The first run of a program is slower than those that follow. */
    private static final int WARM_UP = 1;

    private static final int STEPS = 3;
    private static final long LONGEST = 5_000_000_000L;

    private final BatchJob job;
    private final Decoder decoder;
    private final Device device;
    private final PoolLoop loop;
    private int steps;
    private long evaluations;
    private long nanoseconds;
    private long lastStep;

    Estimator(BatchJob job, Decoder decoder, Device device, PoolLoop loop) {
        this.job = job;
        this.decoder = decoder;
        this.device = device;
        this.loop = loop;
    }

    BatchEstimate estimate() {
        List<ManifestSearch> searches = job.manifest().searches();
        TaskQueue queue =
                new TaskQueue(searches, searches, Map.of(), job.job().search().population());
        int groups = queue.groups().size();
        long before = device.freeBytes();
        loop.prepare(queue, this::notice);
        int places = loop.places();
        long memory = Math.max(
                before - device.freeBytes(),
                loop.plans().stream().mapToLong(Plan::workspaceBytes).sum());
        lastStep = System.nanoTime();
        loop.rehearse(queue, this, () -> steps < WARM_UP + STEPS && nanoseconds < LONGEST);
        double rate = 1e9 * evaluations / nanoseconds;
        long total = searches.stream().mapToLong(this::most).sum();
        return new BatchEstimate(searches.size(), groups, places, memory, total, rate);
    }

    private long most(ManifestSearch search) {
        Job common = job.job();
        StoppingRules rules = search.rules();
        SearchInstance instance = search.instance();
        int left = rules.generations() == 0 ? Integer.MAX_VALUE : rules.generations();
        long generations = 0;
        for (Stage stage : common.search().fidelity().stages()) {
            int count = Math.min(left, stage.generations());
            left -= count;
            generations += (long) instance.active() * count * evaluationsOf(stage.steps());
        }
        if (rules.evaluations() > 0) {
            generations = Math.min(generations, rules.evaluations());
        }
        long entrants = (long) PopulationGroup.mostElites(instance)
                + Math.min(
                        common.search().finalists(), common.search().fidelity().generations());
        return generations + entrants * evaluationsOf(common.search().fidelity().finalSteps());
    }

    private int evaluationsOf(int stepsOfDecode) {
        return decoder.usesSteps() ? stepsOfDecode : 1;
    }

    @Override
    public void step(PoolReport report) {
        long now = System.nanoTime();
        if (++steps > WARM_UP) {
            evaluations += report.evaluations();
            nanoseconds += now - lastStep;
        }
        lastStep = now;
    }

    @Override
    public void finished(ManifestSearch search, FinishedSearch found) {
        // A rehearsal keeps nothing.
    }

    @Override
    public void notice(String sentence) {
        // What the job will take is what it takes with as many places as there is memory for.
    }
}
