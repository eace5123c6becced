package io.github.diffusionelites.run;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.run.picture.TrajectoryStatistics;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code result.json}. Rewards are as the reward gave them; figures of {@code best} and {@code elites}
 * are at final fidelity, those of {@code inner_best} at the fidelity of their generation.
 */
record ResultFile(Job job, String jobText, RunModel model, DeviceInfo device, Plan plan, RunRecord record) {

    /** Returns the result of a run that ended in order, early or not. */
    JsonObject of(RunSummary summary, @Nullable Comparison comparison) {
        List<Outcome> outcomes = summary.result().outcomes();
        JsonObject result = begin(summary.interrupted() ? "interrupted" : "finished", summary.evaluations())
                .put("seconds", GenerationLog.seconds(record.times()).seconds("total", summary.nanoseconds()))
                .put("search", summary.best().id())
                .put("best", best(summary.best()))
                .put("inner_best", innerBest(summary.best()))
                .figure("elite_mean", RunSummary.eliteMean(summary.best()))
                .put("elites", summary.best().elites().size());
        if (job.rewards().getFirst() instanceof RewardPart.Outside) {
            result.put("reward_calls", calls(summary.result().hostRewards()));
        }
        if (model.plane()) {
            result.put("step_length_spread", spreads(summary.best(), comparison));
        }
        if (outcomes.size() > 1) {
            result.put("searches", outcomes.stream().map(ResultFile::search).toList());
        }
        return result;
    }

    /** Returns the result of a run that failed. */
    JsonObject ofFailure(Throwable failure, RunRecord soFar) {
        return begin("failed", soFar.evaluations()).put("failure", String.valueOf(failure.getMessage()));
    }

    /** Returns the result of a run that was interrupted before its finalists were ranked. */
    JsonObject ofInterruption() {
        return begin("interrupted", record.evaluations()).put("best", (JsonObject) null);
    }

    private JsonObject begin(String status, long evaluations) {
        return new JsonObject()
                .put("status", status)
                .put("generations", record.generations())
                .put("evaluations", evaluations)
                .put("seed", job.search().seed())
                .put(
                        "device",
                        new JsonObject()
                                .put("id", device.id())
                                .put("name", device.name())
                                .put("instruction_set", device.instructionSet())
                                .put("libraries", device.libraries())
                                .put("lanes", plan.lanes())
                                .put("chunk_rows", plan.chunkRows())
                                .put("precision", plan.precision().name().toLowerCase(Locale.ROOT)))
                .put("job_sha256", sha256(jobText))
                .put("weights_sha256", model.weightsDigest());
    }

    private static JsonObject calls(HostRewardReport report) {
        return new JsonObject()
                .put("evaluated", report.evaluated())
                .put("failed", report.failed())
                .put("timed_out", report.timedOut())
                .put("retries", report.retries())
                .put("nans", report.nans());
    }

    private static JsonObject search(Outcome outcome) {
        return new JsonObject()
                .put("id", outcome.id())
                .put("best", best(outcome))
                .put("inner_best", innerBest(outcome))
                .figure("elite_mean", RunSummary.eliteMean(outcome))
                .put("elites", outcome.elites().size());
    }

    private static @Nullable JsonObject best(Outcome outcome) {
        return outcome.winner()
                .map(best -> new JsonObject()
                        .figure("reward", best.reward())
                        .put("generation", best.generation())
                        .put("individual", best.individual()))
                .orElse(null);
    }

    private static @Nullable JsonObject innerBest(Outcome outcome) {
        return outcome.innerWinner()
                .map(best -> new JsonObject()
                        .figure("reward", best.reward())
                        .put("generation", best.generation())
                        .put("individual", best.individual())
                        .put("steps", best.steps()))
                .orElse(null);
    }

    private JsonObject spreads(Outcome best, @Nullable Comparison comparison) {
        return new JsonObject()
                .figure(
                        "best",
                        best.winner().map(winner -> spread(List.of(winner))).orElse(Double.NaN))
                .figure("elite_median", best.elites().isEmpty() ? Double.NaN : spread(best.elites()))
                .figure("unsteered_median", comparison == null ? Double.NaN : spread(comparison.unsteered()))
                .figure("inpainting_median", comparison == null ? Double.NaN : spread(comparison.inpainted()));
    }

    private double spread(List<Candidate> candidates) {
        return spread(
                new Trajectories(RunArrays.samples(candidates), model.decoder().length()));
    }

    private static double spread(Trajectories paths) {
        return TrajectoryStatistics.of(paths).medianSpread();
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
