package io.github.diffusionelites.batch.report;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How far a job is at one moment. Rates are those of the last seconds, as whoever measures chooses.
 *
 * @param time of the measurement
 * @param seconds since this process began to work on the job
 * @param searches of the job
 * @param done searches that are finished, those of former processes included
 * @param reached searches that reached their target, likewise
 * @param running searches on the device
 * @param evaluations of denoisers by this process
 * @param evaluationsPerSecond of denoisers
 * @param searchesPerSecond that finish
 * @param deviceShare of the time that the device works, in [0, 1]; NaN if unknown
 * @param secondsLeft estimate until the job is done; NaN if unknown
 * @param heapBytes of the Java heap in use
 * @param deviceBytes of the device's memory that the job takes; 0 if unknown
 */
public record BatchMetrics(
        Instant time,
        double seconds,
        long searches,
        long done,
        long reached,
        long running,
        long evaluations,
        double evaluationsPerSecond,
        double searchesPerSecond,
        double deviceShare,
        double secondsLeft,
        long heapBytes,
        long deviceBytes) {

    /** Checks that nothing is missing. */
    public BatchMetrics {
        Objects.requireNonNull(time, "time");
    }

    /** Returns the searches that neither run nor are done. */
    public long waiting() {
        return searches - done - running;
    }

    /** Returns one line of {@code metrics.ndjson}: a JSON object and the end of the line. */
    public String line() {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.put("time", time.toString());
        entries.put("seconds", rounded(seconds));
        entries.put("searches", searches);
        entries.put("done", done);
        entries.put("reached", reached);
        entries.put("running", running);
        entries.put("waiting", waiting());
        entries.put("evaluations", evaluations);
        entries.put("evaluations_per_second", rounded(evaluationsPerSecond));
        entries.put("searches_per_second", rounded(searchesPerSecond));
        entries.put("device_share", rounded(deviceShare));
        entries.put("seconds_left", rounded(secondsLeft));
        entries.put("heap_bytes", heapBytes);
        entries.put("device_bytes", deviceBytes);
        return JsonMapper.shared().writeValueAsString(entries) + "\n";
    }

    /** Returns a figure with as many digits as a measurement is worth; what is not finite becomes null. */
    private static @Nullable Object rounded(double figure) {
        return Double.isFinite(figure) ? (Object) (Math.rint(figure * 1e4) / 1e4) : null;
    }

    /** Reads a line; nothing if it is none, or half of one. */
    public static Optional<BatchMetrics> parse(String line) {
        try {
            JsonNode node = JsonMapper.shared().readTree(line);
            if (node == null || !node.path("time").isString()) {
                return Optional.empty();
            }
            return Optional.of(new BatchMetrics(
                    Instant.parse(node.path("time").stringValue()),
                    number(node, "seconds"),
                    node.path("searches").asLong(0),
                    node.path("done").asLong(0),
                    node.path("reached").asLong(0),
                    node.path("running").asLong(0),
                    node.path("evaluations").asLong(0),
                    number(node, "evaluations_per_second"),
                    number(node, "searches_per_second"),
                    number(node, "device_share"),
                    number(node, "seconds_left"),
                    node.path("heap_bytes").asLong(0),
                    node.path("device_bytes").asLong(0)));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static double number(JsonNode node, String key) {
        return node.path(key).asDouble(Double.NaN);
    }
}
