package io.github.diffusionelites.bench.suite.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Understands the last line that a peer prints, an object of JSON. */
final class PeerOutput {

    private static final int SHOWN = 200;

    private PeerOutput() {}

    static PeerResult read(String peer, String output) {
        String last = output.lines().filter(line -> !line.isBlank()).reduce("", (former, line) -> line);
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(last);
        } catch (JacksonException e) {
            return notUnderstood(peer, last);
        }
        if (json == null || !json.isObject()) {
            return notUnderstood(peer, last);
        }
        if (json.path("unavailable").isString()) {
            return new PeerResult.Unavailable(peer, json.path("unavailable").stringValue());
        }
        List<Double> milliseconds = new ArrayList<>();
        for (JsonNode value : json.path("milliseconds")) {
            if (!value.isNumber() || !(value.doubleValue() > 0) || !Double.isFinite(value.doubleValue())) {
                return notUnderstood(peer, last);
            }
            milliseconds.add(value.doubleValue());
        }
        if (milliseconds.isEmpty()) {
            return notUnderstood(peer, last);
        }
        return new PeerResult.Ran(
                peer,
                text(json, "variant"),
                milliseconds,
                number(json, "peakBytes"),
                number(json, "cpuSeconds"),
                Stream.of(text(json, "note"), object(json, "variants"), object(json, "versions"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    private static PeerResult notUnderstood(String peer, String last) {
        return new PeerResult.Unavailable(
                peer,
                "Its last line is not the object of JSON that a peer prints: \""
                        + last.substring(0, Math.min(SHOWN, last.length())) + "\".");
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).isString() ? json.path(field).stringValue() : "";
    }

    private static String object(JsonNode json, String field) {
        return json.path(field).isObject() ? field + " " + json.path(field) : "";
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).isNumber() ? json.path(field).doubleValue() : 0;
    }
}
