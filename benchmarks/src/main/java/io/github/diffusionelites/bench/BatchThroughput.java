package io.github.diffusionelites.bench;

import io.github.diffusionelites.batch.BatchDirectory;
import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.BatchObserver;
import io.github.diffusionelites.batch.BatchProgress;
import io.github.diffusionelites.batch.BatchSummary;
import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.PreparedBatch;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.Benchmark;
import io.github.diffusionelites.run.PreparedRun;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.RunDirectory;
import io.github.diffusionelites.run.RunModel;
import io.github.diffusionelites.run.RunObserver;
import io.github.diffusionelites.run.RunSummary;
import io.github.diffusionelites.run.job.BatchJobFile;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchResult;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.StoppingRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Searches a second of a batch job, beside running them one after the other in one warm process, and beside one search of
 * the same total size.
 */
public final class BatchThroughput implements Benchmark {

    private static final int SEARCHES = 100;
    private static final int RUNS = 6;

    /** What one way of running took. */
    private record Speed(String way, double searches, double evaluations, double seconds) {

        double searchesPerSecond() {
            return searches / seconds;
        }

        double evaluationsPerSecond() {
            return evaluations / seconds;
        }
    }

    /** For {@link java.util.ServiceLoader}. */
    public BatchThroughput() {}

    @Override
    public String name() {
        return "batch-throughput";
    }

    @Override
    public String description() {
        return "Searches of a batch job a second, beside runs one after the other and one search of the same size.";
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        BatchJob whole = BatchJobFile.read(settings.examples().resolve("unicycle-goals.toml"));
        Job job = whole.job()
                .withDevice(on(settings.device().info().id(), whole.job().device()));
        List<ManifestSearch> first = whole.manifest().searches().subList(0, SEARCHES);
        BatchJob stopping = new BatchJob(job, manifest(whole, first));
        BatchJob complete = new BatchJob(
                job,
                manifest(
                        whole,
                        first.stream()
                                .map(search -> new ManifestSearch(
                                        search.row(), search.instance(), search.seed(), StoppingRules.NONE))
                                .toList()));
        List<List<Speed>> rounds = new ArrayList<>();
        Path directory = temporary();
        try {
            loop(complete, directory, 1, true);
            for (int round = 0; round < settings.repetitions(); round++) {
                rounds.add(List.of(
                        batch("batch, each search ends by its rules", stopping, directory),
                        batch("batch, all generations", complete, directory),
                        loop(complete, directory, RUNS, true),
                        loop(complete, directory, RUNS, false),
                        single(settings, complete)));
            }
        } finally {
            delete(directory);
        }
        print(settings, rounds, table);
    }

    private static Job.DeviceChoice on(String device, Job.DeviceChoice own) {
        return new Job.DeviceChoice(device, own.lanes(), own.chunkRows(), own.precision(), own.noise(), own.products());
    }

    private static Manifest manifest(BatchJob whole, List<ManifestSearch> searches) {
        return Manifest.of(
                searches, whole.manifest().parameterNames(), whole.manifest().source());
    }

    private static Speed batch(String way, BatchJob job, Path parent) {
        long start = System.nanoTime();
        try (PreparedBatch batch = PreparedBatch.of(
                        job, DeviceOptions.DEFAULT, ProcessPermission.REFUSED, 0, Duration.ofSeconds(1));
                BatchDirectory directory = BatchDirectory.createNext(parent, "batch")) {
            BatchSummary summary = batch.execute(directory, false, new Silence());
            BatchProgress progress = summary.progress();
            return new Speed(way, progress.finished(), progress.evaluations(), since(start));
        }
    }

    /** What the command run does, again and again. */
    private static Speed loop(BatchJob job, Path parent, int runs, boolean pictures) {
        long evaluations = 0;
        long start = System.nanoTime();
        for (ManifestSearch search : job.manifest().searches().subList(0, runs)) {
            try (PreparedRun run = PreparedRun.of(alone(job.job(), search, pictures));
                    RunDirectory directory = RunDirectory.createNext(parent, "run")) {
                RunSummary summary = run.execute(directory, new Silence());
                evaluations += summary.evaluations();
            }
        }
        return new Speed(
                pictures ? "runs, one after the other" : "runs without pictures", runs, evaluations, since(start));
    }

    private static Job alone(Job job, ManifestSearch search, boolean pictures) {
        RewardPart.GoalDistance part = (RewardPart.GoalDistance) job.rewards().getFirst();
        float[] parameters = search.instance().rewardParameters();
        List<Double> goal = Arrays.asList((double) parameters[1], (double) parameters[2]);
        return new Job(
                job.model(),
                job.search(),
                1,
                search.id(),
                List.of(new RewardPart.GoalDistance(part.weight(), goal)),
                job.device(),
                new Job.Output(pictures, false));
    }

    private static Speed single(Settings settings, BatchJob job) {
        SearchSettings own = job.job().search();
        SearchSettings large = new SearchSettings(
                own.population() * SEARCHES,
                own.elites() * SEARCHES,
                own.rule(),
                own.sense(),
                own.proposal(),
                own.fidelity(),
                own.seed(),
                own.finalists());
        Reward reward = RewardPart.reward(job.job().rewards());
        long start = System.nanoTime();
        try (DiffusionElites search = DiffusionElites.on(settings.device())
                .decoder(RunModel.load(job.job()).decoder())
                .reward(reward)
                .settings(large)
                .planOptions(job.job().device().planOptions())
                .build()) {
            SearchResult result = search.run(report -> {});
            return new Speed("one search of the same total size", 1, result.evaluations(), since(start));
        }
    }

    private static void print(Settings settings, List<List<Speed>> rounds, PrintWriter table) {
        table.printf(
                Locale.ROOT,
                "%s, %s, %s. %d searches in a batch, %d runs, %d rounds: medians.%n%n",
                settings.device().info().name(),
                settings.device().info().instructionSet(),
                settings.device().info().libraries(),
                SEARCHES,
                RUNS,
                rounds.size());
        table.println(
                "| | searches/s | evaluations/s | batch's searches/s by these | batch's evaluations/s by these |");
        table.println("| --- | --- | --- | --- | --- |");
        for (int way = 0; way < rounds.getFirst().size(); way++) {
            int row = way;
            table.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.0f | %.2f | %.2f |%n",
                    rounds.getFirst().get(row).way(),
                    median(rounds, round -> round.get(row).searchesPerSecond()),
                    median(rounds, round -> round.get(row).evaluationsPerSecond()),
                    median(
                            rounds,
                            round -> round.getFirst().searchesPerSecond()
                                    / round.get(row).searchesPerSecond()),
                    median(
                            rounds,
                            round -> round.get(1).evaluationsPerSecond()
                                    / round.get(row).evaluationsPerSecond()));
        }
        table.println();
        table.println("The fourth column divides the batch whose searches end by their rules, as runs do not; the fifth"
                + " the one of all generations. Model, programs, files and tables included; JVM warm.");
    }

    private static double median(List<List<Speed>> rounds, ToDoubleFunction<List<Speed>> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("elites-batch");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the files of the benchmark can be made.", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files of the benchmark in " + directory + " stay there.", e);
        }
    }

    /** Nobody looks on. */
    private static final class Silence implements BatchObserver, RunObserver {

        @Override
        public void progress(BatchProgress progress) {}

        @Override
        public void generation(GenerationReport report) {}

        @Override
        public void notice(String sentence) {}
    }
}
