package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the header of a safetensors file: {@code {name: {dtype, shape, data_offsets}}}. Rules of the format, and some
 * stricter ones: no key twice, no unknown key, no empty tensor.
 */
final class SafetensorsHeader {

    static final int LARGEST = 16 << 20;
    static final int MOST_TENSORS = 20_000;
    static final int LONGEST_NAME = 1024;
    static final String METADATA = "__metadata__";

    private static final int LARGEST_RANK = 8;
    private static final int DEEPEST = 8;
    private static final int LONGEST_TEXT = 4 << 20;
    private static final int MOST_METADATA = 10_000;
    private static final JsonFactory JSON = StrictJson.factory(LARGEST, DEEPEST, LONGEST_TEXT);

    /** Where a tensor lies, in bytes from the start of the data. */
    record Entry(String name, TensorType type, Shape shape, long begin, long end) {}

    /**
     * All that a header says.
     *
     * @param entries the tensors by ascending place, which fill the data without hole or overlap
     * @param metadata texts by name, in the order of the file
     */
    record Contents(List<Entry> entries, Map<String, String> metadata) {}

    private final Path file;
    private final JsonParser parser;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads and checks a header.
     *
     * @param file to name in refusals
     * @param header a buffer with an array
     * @param dataBytes bytes of the file behind the header
     */
    static Contents read(Path file, ByteBuffer header, long dataBytes) {
        if (!header.hasRemaining() || header.get(header.position()) != '{') {
            throw new ModelFormatException("The header of " + file + " does not start with '{'.");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), StrictJson.reader(header))) {
            SafetensorsHeader reader = new SafetensorsHeader(file, parser);
            reader.readObject();
            reader.entries.sort(Comparator.comparingLong(Entry::begin));
            requireContiguous(file, reader.entries, dataBytes);
            return new Contents(reader.entries, reader.metadata);
        } catch (JacksonException e) {
            throw StrictJson.refusal("The header of " + file, e);
        }
    }

    private static void requireContiguous(Path file, List<Entry> entries, long dataBytes) {
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin() != end) {
                throw new ModelFormatException(
                        "The tensor " + Quoted.shortened(entry.name()) + " of " + file + " starts at byte "
                                + entry.begin() + " of the data, but the one before ends at byte " + end
                                + "; there must be no hole and no overlap.");
            }
            end = entry.end();
        }
        if (end != dataBytes) {
            throw new ModelFormatException("The tensors of " + file + " end at byte " + end
                    + " of the data, but there are " + dataBytes + " bytes of data.");
        }
    }

    private void readObject() {
        expect(parser.nextToken(), JsonToken.START_OBJECT, () -> "the header");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            requireName(name);
            if (name.equals(METADATA)) {
                readMetadata();
            } else if (entries.size() == MOST_TENSORS) {
                throw new ModelFormatException(
                        "The header of " + file + " has more than " + MOST_TENSORS + " tensors.");
            } else {
                entries.add(entry(name));
            }
        }
        if (parser.nextToken() != null) {
            throw new ModelFormatException("The header of " + file + " goes on behind its object.");
        }
    }

    private void requireName(String name) {
        if (name.length() > LONGEST_NAME) {
            throw new ModelFormatException("A tensor of " + file + " has a name of " + name.length()
                    + " characters; the most are " + LONGEST_NAME + ".");
        }
    }

    private void readMetadata() {
        expect(parser.nextToken(), JsonToken.START_OBJECT, () -> METADATA);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (metadata.size() == MOST_METADATA) {
                throw new ModelFormatException(
                        "The " + METADATA + " of " + file + " has more than " + MOST_METADATA + " entries.");
            }
            expect(
                    parser.nextToken(),
                    JsonToken.VALUE_STRING,
                    () -> "the entry " + Quoted.shortened(key) + " of " + METADATA);
            String text = parser.getString();
            if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
                throw new ModelFormatException("In " + file + " the entry " + Quoted.shortened(key) + " of " + METADATA
                        + " holds half of a surrogate pair, which is no character.");
            }
            metadata.put(key, text);
        }
    }

    private Entry entry(String name) {
        Supplier<String> place = () -> "the tensor " + Quoted.shortened(name);
        TensorType type = null;
        List<Long> dimensions = null;
        List<Long> offsets = null;
        expect(parser.nextToken(), JsonToken.START_OBJECT, place);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            switch (key) {
                case "dtype" -> type = type(place);
                case "shape" -> dimensions = integers(() -> "shape of " + place.get());
                case "data_offsets" -> offsets = integers(() -> "data_offsets of " + place.get());
                default ->
                    throw new ModelFormatException("In " + file + " " + place.get() + " has the unknown key "
                            + Quoted.shortened(key) + "; known are dtype, shape and data_offsets.");
            }
        }
        if (type == null || dimensions == null || offsets == null) {
            throw new ModelFormatException("In " + file + " " + place.get() + " lacks "
                    + (type == null ? "dtype" : dimensions == null ? "shape" : "data_offsets") + ".");
        }
        return sized(name, type, dimensions, offsets);
    }

    private Entry sized(String name, TensorType type, List<Long> dimensions, List<Long> offsets) {
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
            throw new ModelFormatException(place(name) + " has data_offsets " + offsets
                    + "; there must be a begin of at least 0 and an end that is not before it.");
        }
        if (dimensions.size() > LARGEST_RANK || dimensions.stream().anyMatch(dimension -> dimension < 1)) {
            throw new ModelFormatException(place(name) + " has shape " + dimensions + "; there may be " + LARGEST_RANK
                    + " dimensions, each at least 1.");
        }
        long bytes = offsets.get(1) - offsets.get(0);
        try {
            Shape shape =
                    Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
            long expected = Math.multiplyExact(shape.elements(), (long) type.bytes());
            if (expected != bytes) {
                throw new ModelFormatException(place(name) + " of type " + type + " and shape " + shape + " needs "
                        + expected + " bytes, but its data_offsets " + offsets + " span " + bytes + ".");
            }
            if (shape.elements() > Integer.MAX_VALUE - 8) {
                throw new ModelFormatException(place(name) + " of shape " + shape + " has " + shape.elements()
                        + " values; the most are " + (Integer.MAX_VALUE - 8) + ".");
            }
            return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
        } catch (ArithmeticException e) {
            throw new ModelFormatException(
                    place(name) + " of shape " + dimensions + " has more bytes than a 64-bit integer counts.", e);
        }
    }

    private String place(String name) {
        return "In " + file + " the tensor " + Quoted.shortened(name);
    }

    private TensorType type(Supplier<String> place) {
        expect(parser.nextToken(), JsonToken.VALUE_STRING, () -> "dtype of " + place.get());
        TensorType type = TensorType.named(parser.getString());
        if (type == null) {
            throw new ModelFormatException("In " + file + " " + place.get() + " has the type "
                    + Quoted.shortened(parser.getString()) + "; read are F32, F16, BF16 and F64.");
        }
        return type;
    }

    private List<Long> integers(Supplier<String> place) {
        List<Long> integers = new ArrayList<>();
        expect(parser.nextToken(), JsonToken.START_ARRAY, place);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(token, JsonToken.VALUE_NUMBER_INT, place);
            integers.add(integer(place));
            if (integers.size() > 2 * LARGEST_RANK) {
                throw new ModelFormatException("In " + file + " the " + place.get() + " goes on for more than "
                        + 2 * LARGEST_RANK + " numbers.");
            }
        }
        return integers;
    }

    private long integer(Supplier<String> place) {
        boolean counted = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        long value = counted ? parser.getLongValue() : 0;
        // Readers disagree on whether a negative zero is an integer.
        if (value == 0 && !parser.getString().equals("0")) {
            throw new ModelFormatException("In " + file + " the " + place.get() + " has the number "
                    + parser.getString() + "; each must be an integer from 0 to " + Long.MAX_VALUE + ".");
        }
        return value;
    }

    private void expect(JsonToken token, JsonToken expected, Supplier<String> place) {
        if (token != expected) {
            throw new ModelFormatException("In the header of " + file + " " + place.get() + " must be "
                    + StrictJson.words(expected) + ", but is " + StrictJson.words(token) + ".");
        }
    }
}
