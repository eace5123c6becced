package io.github.diffusionelites.bench;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ShellDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.Benchmark;
import io.github.diffusionelites.run.Sampling;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.run.picture.TrajectoryStatistics;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.Outcome;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How good the two example jobs are over many seeds, at final fidelity: a row for each job. */
public final class UnicycleQuality implements Benchmark {

    private static final List<String> JOBS = List.of("unicycle-goal.toml", "unicycle-goal-diagonal.toml");

    /** One seed of one job. */
    private record Trial(
            double firstMedian,
            double elitesMean,
            double best,
            double bestSpread,
            double medianEliteSpread,
            long evaluations,
            double seconds) {}

    /** For {@link java.util.ServiceLoader}. */
    public UnicycleQuality() {}

    @Override
    public String name() {
        return "unicycle-quality";
    }

    @Override
    public String description() {
        return "Distance to the goal and smoothness of what the example jobs find, with the seeds 1 to the"
                + " repetitions.";
    }

    @Override
    public boolean takesPrecision() {
        return true;
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        Device device = settings.device();
        PlanOptions options = PlanOptions.AUTO.withPrecision(settings.precision());
        table.printf(
                Locale.ROOT,
                "%s, %s, %s, precision %s. Seeds 1 to %d: medians, the worst in brackets.%n%n",
                device.info().name(),
                device.info().instructionSet(),
                device.info().libraries(),
                settings.precision().name().toLowerCase(Locale.ROOT),
                settings.repetitions());
        table.println("| job | population's median, generation 0 | elites' mean | best | spread of best |"
                + " spread of median elite | evaluations | seconds |");
        table.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (String job : JOBS) {
            table.println(row(device, options, settings.examples().resolve(job), settings.repetitions()));
            table.flush();
        }
        table.println();
        table.println("Distances to the goal, at final fidelity. Spread: deviation over mean of a path's step"
                + " lengths, as"
                + " a multiple of the unsteered samples' median. Evaluations of the network. Seconds: one search,"
                + " without start-up and pictures.");
    }

    private static String row(Device device, PlanOptions options, Path file, int seeds) {
        Job job = JobFile.read(file);
        Job.Model.Network model = (Job.Model.Network) job.model();
        Decoder plain = DiffusionModel.load(model.directory()).decoder(model.eta());
        Decoder decoder = model.shell() ? new ShellDecoder(plain) : plain;
        double unsteered = unsteeredSpread(
                device, options, decoder, job.search().fidelity().finalSteps());
        List<Trial> trials = new ArrayList<>();
        for (int seed = 1; seed <= seeds; seed++) {
            trials.add(trial(device, options, decoder, job.withSeed(seed), unsteered));
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %d | %.1f |",
                file.getFileName(),
                cell(trials.stream().mapToDouble(Trial::firstMedian).toArray(), "%.3f"),
                cell(trials.stream().mapToDouble(Trial::elitesMean).toArray(), "%.4f"),
                cell(trials.stream().mapToDouble(Trial::best).toArray(), "%.4f"),
                cell(trials.stream().mapToDouble(Trial::bestSpread).toArray(), "%.2f"),
                cell(trials.stream().mapToDouble(Trial::medianEliteSpread).toArray(), "%.2f"),
                trials.getFirst().evaluations(),
                median(trials.stream().mapToDouble(Trial::seconds).toArray()));
    }

    private static Trial trial(Device device, PlanOptions options, Decoder decoder, Job job, double unsteered) {
        Reward reward = (Reward.BuiltIn) RewardPart.reward(job.rewards());
        long start = System.nanoTime();
        double[] firstMedian = new double[1];
        SearchResult result;
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(job.search())
                .instances(List.of(SearchInstance.of(job.firstId(), job.search(), reward)))
                .planOptions(options)
                .build()) {
            result = search.run(report -> {
                if (report.generation() == 0) {
                    firstMedian[0] = report.searches().getFirst().median();
                }
            });
        }
        Outcome outcome = result.outcomes().getFirst();
        double[] spreads = outcome.elites().stream()
                .mapToDouble(elite -> spread(elite, decoder.length()) / unsteered)
                .toArray();
        return new Trial(
                firstMedian[0],
                outcome.elites().stream()
                        .mapToDouble(Candidate::reward)
                        .average()
                        .orElseThrow(),
                outcome.winner().orElseThrow().reward(),
                spread(outcome.winner().orElseThrow(), decoder.length()) / unsteered,
                median(spreads),
                result.evaluations(),
                (System.nanoTime() - start) / 1e9);
    }

    private static double unsteeredSpread(Device device, PlanOptions options, Decoder decoder, int steps) {
        try (Sampling sampling = new Sampling(device, decoder, 512, steps, 0, options)) {
            return TrajectoryStatistics.of(new Trajectories(sampling.draw(0), decoder.length()))
                    .medianSpread();
        }
    }

    private static double spread(Candidate candidate, int length) {
        return TrajectoryStatistics.spread(new Trajectories(candidate.sample(), length), 0);
    }

    private static String cell(double[] values, String format) {
        return String.format(
                Locale.ROOT,
                format + " (" + format + ")",
                median(values),
                Arrays.stream(values).max().orElseThrow());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
