package io.github.diffusionelites.model;

import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.sampler.Prediction;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code model.json} and refuses whatever is unknown, missing, of another type or out of range, by name. */
final class ModelConfigReader {

    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 32;
    private static final int MOST_CHANNELS = 4096;
    private static final int MOST_POSITIONS = 65_536;
    private static final int MOST_LEVELS = 8;
    private static final int MOST_MULTIPLIER = 64;
    private static final int MOST_HEADS = 256;
    private static final int MOST_HEAD_CHANNELS = 1024;
    private static final String TRAINING = "training";
    private static final Set<String> KEYS = Set.of(
            "format",
            "architecture",
            "dim",
            "multipliers",
            "channels",
            "length",
            "groups",
            "heads",
            "head_dim",
            "weight_standardization",
            "prediction",
            "schedule",
            "timesteps",
            "mean",
            "deviation",
            "weights",
            "weights_sha256",
            TRAINING);
    private static final JsonMapper JSON = JsonMapper.builder(StrictJson.factory(LARGEST, DEEPEST, LARGEST))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final JsonNode root;

    private ModelConfigReader(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static ModelConfig read(Path file) {
        try (ModelFile source = ModelFile.open(file)) {
            if (source.size() > LARGEST) {
                throw new ModelFormatException(
                        "The description " + file + " has " + source.size() + " bytes; the most are " + LARGEST + ".");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
            source.read(0, bytes);
            source.requireUnchanged();
            return read(file, bytes.flip());
        }
    }

    /**
     * Reads a description that is already in memory.
     *
     * @param file to name in refusals
     * @param bytes a buffer with an array
     */
    static ModelConfig read(Path file, ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            throw new ModelFormatException("The description " + file + " is empty; it must be a JSON object.");
        }
        JsonNode root;
        try {
            root = JSON.readTree(StrictJson.reader(bytes));
        } catch (JacksonException e) {
            throw StrictJson.refusal("The description " + file, e);
        }
        if (!root.isObject()) {
            throw new ModelFormatException("The description " + file + " is not a JSON object.");
        }
        return new ModelConfigReader(file, root).config();
    }

    private ModelConfig config() {
        for (String key : new TreeSet<>(root.propertyNames())) {
            if (!KEYS.contains(key)) {
                throw refused(key, root.get(key), "nothing of this name; known are " + new TreeSet<>(KEYS));
            }
        }
        choice("format", Stream.of(ModelConfig.FORMAT), Function.identity());
        choice("architecture", Stream.of(ModelConfig.ARCHITECTURE), Function.identity());
        if (root.has(TRAINING) && !root.get(TRAINING).isObject()) {
            throw refused(TRAINING, root.get(TRAINING), "an object");
        }
        int channels = integer("channels", 1, MOST_CHANNELS);
        List<Integer> multipliers = multipliers();
        ModelConfig config = new ModelConfig(
                integer("dim", 4, MOST_CHANNELS),
                multipliers,
                channels,
                integer("length", 1, MOST_POSITIONS),
                integer("groups", 1, MOST_CHANNELS),
                integer("heads", 1, MOST_HEADS),
                integer("head_dim", 1, MOST_HEAD_CHANNELS),
                flag("weight_standardization"),
                choice("prediction", Arrays.stream(Prediction.values()), Prediction::label),
                choice("schedule", Arrays.stream(ModelConfig.ScheduleKind.values()), ModelConfig.ScheduleKind::label),
                integer("timesteps", 1, NoiseSchedule.MAX_TIMESTEPS),
                numbers("mean", channels, false),
                numbers("deviation", channels, true),
                string("weights", "[A-Za-z0-9_][A-Za-z0-9._-]{0,254}", "a plain file name in the same directory"),
                string("weights_sha256", "[0-9a-f]{64}", "64 hexadecimal digits in lower case"));
        requireFit(config);
        return config;
    }

    private void requireFit(ModelConfig config) {
        if (config.dim() % 2 != 0) {
            throw refused("dim", root.get("dim"), "an even number, for as many sines as cosines of the time");
        }
        int divisor = 1 << (config.multipliers().size() - 1);
        if (config.length() % divisor != 0) {
            throw refused(
                    "length",
                    root.get("length"),
                    "a multiple of " + divisor + ", as " + config.multipliers().size() + " levels halve it "
                            + (config.multipliers().size() - 1) + " times");
        }
        if (config.dim() % config.groups() != 0) {
            throw refused("groups", root.get("groups"), "a divisor of dim, " + config.dim());
        }
        if (config.multipliers().stream().anyMatch(multiplier -> multiplier * config.dim() > MOST_CHANNELS)) {
            throw refused(
                    "multipliers",
                    root.get("multipliers"),
                    "numbers that times dim, " + config.dim() + ", are at most " + MOST_CHANNELS);
        }
    }

    private List<Integer> multipliers() {
        JsonNode node = required("multipliers");
        String allowed = "an array of 1 to " + MOST_LEVELS + " integers in [1, " + MOST_MULTIPLIER + "]";
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_LEVELS) {
            throw refused("multipliers", node, allowed);
        }
        List<Integer> values = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isInt() || element.intValue() < 1 || element.intValue() > MOST_MULTIPLIER) {
                throw refused("multipliers", node, allowed);
            }
            values.add(element.intValue());
        }
        return values;
    }

    private List<Double> numbers(String key, int count, boolean positive) {
        JsonNode node = required(key);
        String allowed = "an array of " + count + " finite numbers, one a channel" + (positive ? ", above 0" : "");
        if (!node.isArray() || node.size() != count) {
            throw refused(key, node, allowed);
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isNumber()
                    || !Float.isFinite((float) element.doubleValue())
                    || (positive && !((float) element.doubleValue() > 0))) {
                throw refused(key, node, allowed);
            }
            values.add(element.doubleValue());
        }
        return values;
    }

    private int integer(String key, int least, int most) {
        JsonNode node = required(key);
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            throw refused(key, node, "an integer in [" + least + ", " + most + "]");
        }
        return node.intValue();
    }

    private boolean flag(String key) {
        JsonNode node = required(key);
        if (!node.isBoolean()) {
            throw refused(key, node, "true or false");
        }
        return node.booleanValue();
    }

    private String string(String key, String pattern, String allowed) {
        JsonNode node = required(key);
        if (!node.isString() || !node.stringValue().matches(pattern)) {
            throw refused(key, node, allowed);
        }
        return node.stringValue();
    }

    private <T> T choice(String key, Stream<T> values, Function<T, String> label) {
        JsonNode node = required(key);
        List<T> choices = values.toList();
        return choices.stream()
                .filter(value -> node.isString() && label.apply(value).equals(node.stringValue()))
                .findFirst()
                .orElseThrow(() -> refused(
                        key,
                        node,
                        choices.stream()
                                .map(value -> "\"" + label.apply(value) + "\"")
                                .collect(Collectors.joining(" or "))));
    }

    private JsonNode required(String key) {
        JsonNode node = root.get(key);
        if (node == null) {
            throw new ModelFormatException("The description " + file + " lacks the key \"" + key + "\".");
        }
        return node;
    }

    private ModelFormatException refused(String key, JsonNode value, String allowed) {
        String text = value.toString();
        String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return new ModelFormatException("In the description " + file + " the key " + Quoted.shortened(key) + " is "
                + Quoted.escaped(shown)
                + ", but allowed is " + allowed + ".");
    }
}
