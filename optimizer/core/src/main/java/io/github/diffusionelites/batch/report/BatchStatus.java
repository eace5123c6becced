package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.store.JournalNotice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Says in a few lines, or in JSON, how far a job is. */
public final class BatchStatus {

    private static final int NOTICES = 5;
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final BatchSnapshot snapshot;

    /** Describes a job. */
    public BatchStatus(BatchSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    private String state() {
        boolean done = snapshot.finished().size() == snapshot.searches();
        return snapshot.running() ? "running" : done ? "done" : "stopped";
    }

    /** Returns the rates of a process that works now; of one that is gone, none. */
    private Optional<BatchMetrics> current() {
        return snapshot.latest().filter(metrics -> snapshot.running());
    }

    private List<JournalNotice> lastNotices() {
        List<JournalNotice> notices = snapshot.journal().notices();
        return notices.subList(Math.max(0, notices.size() - NOTICES), notices.size());
    }

    private Optional<String> damage() {
        return snapshot.journal()
                .damage()
                .filter(damage -> !(damage.torn() && snapshot.running()))
                .map(damage -> damage.sentence(snapshot.files().journal()));
    }

    /** Returns the lines for a person. */
    public List<String> lines() {
        int finished = snapshot.finished().size();
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (state()) {
                    case "running" -> "A process works on the job.";
                    case "done" -> "The job is done.";
                    default -> "No process works on the job; elites batch --resume goes on with it.";
                });
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s searches are finished (%.1f %%).",
                Amount.of(finished),
                Amount.of(snapshot.searches()),
                snapshot.searches() == 0 ? 100 : 100.0 * finished / snapshot.searches()));
        if (snapshot.withTarget() > 0) {
            lines.add(Amount.of(snapshot.reached()) + " of " + Amount.of(snapshot.withTarget())
                    + " with a target reached it.");
        }
        current()
                .ifPresent(metrics -> lines.add(Amount.of(metrics.running()) + " run, " + Amount.of(metrics.waiting())
                        + " wait; " + Amount.of(metrics.evaluationsPerSecond()) + " evaluations/s, "
                        + Amount.of(metrics.searchesPerSecond()) + " searches/s, device at work "
                        + (Double.isNaN(metrics.deviceShare())
                                ? "\u2013"
                                : Math.round(100 * metrics.deviceShare()) + " %")
                        + "; about " + Amount.ofSeconds(metrics.secondsLeft()) + " left."));
        damage().ifPresent(lines::add);
        lastNotices().forEach(notice -> lines.add(notice.time() + " " + notice.text()));
        return lines;
    }

    /** Returns the same for programs: a JSON object on several lines. */
    public String json() {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.put("state", state());
        entries.put("searches", snapshot.searches());
        entries.put("finished", snapshot.finished().size());
        entries.put("with_target", snapshot.withTarget());
        entries.put("reached", snapshot.reached());
        Optional<BatchMetrics> metrics = current();
        entries.put("running", metrics.map(BatchMetrics::running).orElse(0L));
        entries.put("evaluations_per_second", figure(metrics.map(BatchMetrics::evaluationsPerSecond)));
        entries.put("searches_per_second", figure(metrics.map(BatchMetrics::searchesPerSecond)));
        entries.put("device_share", figure(metrics.map(BatchMetrics::deviceShare)));
        entries.put("seconds_left", figure(metrics.map(BatchMetrics::secondsLeft)));
        entries.put("damage", damage().orElse(null));
        entries.put(
                "notices",
                lastNotices().stream()
                        .map(notice -> {
                            Map<String, String> entry = new LinkedHashMap<>();
                            entry.put("time", notice.time().toString());
                            entry.put("text", notice.text());
                            return entry;
                        })
                        .toList());
        return INDENTED.writeValueAsString(entries);
    }

    private static @Nullable Double figure(Optional<Double> figure) {
        return figure.filter(Double::isFinite).orElse(null);
    }
}
