package io.github.diffusionelites.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object, its keys in the order in which they were put. A number that is not finite becomes null. */
final class JsonObject {

    private static final JsonMapper COMPACT = JsonMapper.shared();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Map<String, Object> entries = new LinkedHashMap<>();

    /** Puts an integer. */
    JsonObject put(String key, long value) {
        entries.put(key, value);
        return this;
    }

    /** Puts a figure that a device computed in float32, with as many digits as that is worth. */
    JsonObject figure(String key, double value) {
        entries.put(key, Double.isFinite(value) ? (Object) (float) value : null);
        return this;
    }

    /** Puts a duration in seconds, to the microsecond. */
    JsonObject seconds(String key, long nanoseconds) {
        entries.put(key, Math.floorDiv(nanoseconds, 1000) / 1e6);
        return this;
    }

    /** Puts a text, or null. */
    JsonObject put(String key, @Nullable String value) {
        entries.put(key, value);
        return this;
    }

    /** Puts an object, or null. */
    JsonObject put(String key, @Nullable JsonObject value) {
        entries.put(key, value == null ? null : value.entries);
        return this;
    }

    /** Puts a list of objects. */
    JsonObject put(String key, List<JsonObject> values) {
        entries.put(key, values.stream().map(value -> value.entries).toList());
        return this;
    }

    /** Returns this object on one line. */
    String line() {
        return COMPACT.writeValueAsString(entries) + "\n";
    }

    /** Returns this object with indented lines. */
    String text() {
        return INDENTED.writeValueAsString(entries) + "\n";
    }
}
