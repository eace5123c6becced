package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example job by the command line. What it finds must be as good as what the CPU device finds: on a GPU by the worst
 * of the ten seeds that are recorded in {@code benchmarks/results/unicycle-goal.md} and as much again for other seeds,
 * in tiny shapes by the CPU device itself.
 */
final class ExampleJobCheck implements Check {

    private static final String JOB = "unicycle-goal.toml";
    /** The worst that the CPU device recorded in float32: mean distance of the elites, distance of the best. */
    private static final double RECORDED_MEAN = 0.0050;

    private static final double RECORDED_BEST = 0.0010;
    private static final double LEEWAY = 1.5;
    /** A position of the goal, 0.4, is rounded to some 1e-3 in bfloat16. */
    private static final double REDUCED = 0.004;

    private static final int SECONDS = 170;

    /** What a run found: the distance to the goal of the best, and the mean of the elites'. */
    private record Quality(double best, double mean, double seconds) {}

    @Override
    public String name() {
        return "example-job";
    }

    @Override
    public String about() {
        return "the example job by the command line, and how good its result is";
    }

    @Override
    public int seconds() {
        return SECONDS + 10;
    }

    @Override
    public String run(CheckSettings settings) throws Exception {
        StringBuilder seen = new StringBuilder();
        List<String> precisions = List.of("bfloat16", "float32");
        for (String precision : precisions.subList(0, settings.sized(2, 1))) {
            Path job = job(settings);
            Quality found = execute(settings, job, "cuda", precision);
            double bestAllowed;
            double meanAllowed;
            if (settings.tiny()) {
                Quality expected = execute(settings, job, "cpu", precision);
                bestAllowed = 1.1 * expected.best();
                meanAllowed = 1.1 * expected.mean();
            } else {
                double more = precision.equals("float32") ? 0 : REDUCED;
                bestAllowed = LEEWAY * RECORDED_BEST + more;
                meanAllowed = LEEWAY * RECORDED_MEAN + more;
            }
            if (!(found.best() <= bestAllowed && found.mean() <= meanAllowed)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "In %s the best ends %.4f from the goal and the elites %.4f on average, but %.4f and %.4f are"
                                + " allowed.",
                        precision,
                        found.best(),
                        found.mean(),
                        bestAllowed,
                        meanAllowed));
            }
            seen.append(String.format(
                    Locale.ROOT,
                    "%s: best %.4f of %.4f, elites %.4f of %.4f, in %.2f s. ",
                    precision,
                    found.best(),
                    bestAllowed,
                    found.mean(),
                    meanAllowed,
                    found.seconds()));
        }
        return seen.toString().strip();
    }

    /** Runs a job as a person would. */
    private static Quality execute(CheckSettings settings, Path job, String device, String precision)
            throws IOException, InterruptedException {
        Path out = settings.work().resolve("example-" + device + "-" + precision);
        JavaProcess process = CommandLine.process(
                settings,
                out.getFileName().toString(),
                List.of(
                        "run",
                        job.toString(),
                        "--device",
                        device,
                        "--precision",
                        precision,
                        "--out",
                        out.toString(),
                        "--overwrite"),
                Map.of());
        JavaProcess.Ending ending = process.run(SECONDS, new RunningProcesses());
        if (ending.code().orElse(-1) != 0) {
            throw new AssertionError("The run on " + device + " in " + precision + " ended with "
                    + ending.code().stream()
                            .mapToObj(code -> "code " + code)
                            .findFirst()
                            .orElse("no code in time")
                    + ": " + process.lastWords());
        }
        JsonNode result = JsonMapper.shared().readTree(Files.readString(out.resolve("result.json")));
        return new Quality(
                result.get("best").get("reward").asDouble(),
                result.get("elite_mean").asDouble(),
                result.get("seconds").get("total").asDouble());
    }

    /** Writes the job without pictures, for which the runtime of a bundle has no classes. */
    private static Path job(CheckSettings settings) throws IOException {
        String job = Files.readString(settings.examples().resolve(JOB))
                .replaceAll("(?m)^(pictures|inpainting) = .*", "$1 = false")
                .replace("\"unicycle\"", "\"" + settings.examples().resolve("unicycle") + "\"");
        if (settings.tiny()) {
            job = job.replaceAll("(?m)^population = .*", "population = 4")
                    .replaceAll("(?m)^elites = .*", "elites = 2")
                    .replaceAll("(?m)^finalists = .*", "finalists = 1")
                    .replaceAll("(?m)^(steps|generations) = .*", "$1 = 1");
        }
        return Files.writeString(settings.work().resolve(JOB), job);
    }
}
