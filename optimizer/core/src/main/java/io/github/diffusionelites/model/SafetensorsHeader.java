package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    static final int MOST_TENSORS = 100_000;
    static final int LONGEST_NAME = 1024;
    static final String METADATA = "__metadata__";

    private static final int LARGEST_RANK = 8;
    private static final JsonFactory JSON = StrictJson.factory(LARGEST);

    /** Where a tensor lies, in bytes from the start of the data. */
    record Entry(String name, TensorType type, Shape shape, long begin, long end) {}

    private final Path file;
    private final JsonParser parser;

    private SafetensorsHeader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads and checks a header.
     *
     * @param dataBytes bytes of the file behind the header
     * @return the tensors by ascending place, which fill the data without hole or overlap
     */
    static List<Entry> read(Path file, ByteBuffer header, long dataBytes) {
        if (!header.hasRemaining() || header.get(header.position()) != '{') {
            throw new ModelFormatException("The header of " + file + " does not start with '{'.");
        }
        int bytes = header.remaining();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), StrictJson.text(header))) {
            List<Entry> entries = new SafetensorsHeader(file, parser).entries();
            entries.sort(Comparator.comparingLong(Entry::begin));
            requireContiguous(file, entries, dataBytes);
            return entries;
        } catch (CharacterCodingException e) {
            throw new ModelFormatException("The header of " + file + ", " + bytes + " bytes, is not UTF-8.", e);
        } catch (JacksonException e) {
            throw new ModelFormatException(
                    "The header of " + file + " is not strict JSON: " + e.getOriginalMessage() + " (byte "
                            + e.getLocation().getCharOffset() + " of it).",
                    e);
        }
    }

    private static void requireContiguous(Path file, List<Entry> entries, long dataBytes) {
        long end = 0;
        for (Entry entry : entries) {
            if (entry.begin() != end) {
                throw new ModelFormatException("The tensor \"" + entry.name() + "\" of " + file + " starts at byte "
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

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (name.length() > LONGEST_NAME) {
                throw new ModelFormatException("A tensor of " + file + " has a name of " + name.length()
                        + " characters; the most are " + LONGEST_NAME + ".");
            }
            if (name.equals(METADATA)) {
                metadata();
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
        return entries;
    }

    private void metadata() {
        expect(parser.nextToken(), JsonToken.START_OBJECT, METADATA);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            expect(parser.nextToken(), JsonToken.VALUE_STRING, "the entry \"" + key + "\" of " + METADATA);
        }
    }

    private Entry entry(String name) {
        String place = "the tensor \"" + name + "\"";
        TensorType type = null;
        List<Long> dimensions = null;
        List<Long> offsets = null;
        expect(parser.nextToken(), JsonToken.START_OBJECT, place);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            switch (key) {
                case "dtype" -> type = type(place);
                case "shape" -> dimensions = integers("shape of " + place);
                case "data_offsets" -> offsets = integers("data_offsets of " + place);
                default ->
                    throw new ModelFormatException("In " + file + " " + place + " has the unknown key \"" + key
                            + "\"; known are dtype, shape and data_offsets.");
            }
        }
        if (type == null || dimensions == null || offsets == null) {
            throw new ModelFormatException("In " + file + " " + place + " lacks "
                    + (type == null ? "dtype" : dimensions == null ? "shape" : "data_offsets") + ".");
        }
        return sized(name, type, dimensions, offsets);
    }

    private Entry sized(String name, TensorType type, List<Long> dimensions, List<Long> offsets) {
        String place = "In " + file + " the tensor \"" + name + "\"";
        if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(1) < offsets.get(0)) {
            throw new ModelFormatException(place + " has data_offsets " + offsets
                    + "; there must be a begin of at least 0 and an end that is not before it.");
        }
        if (dimensions.size() > LARGEST_RANK || dimensions.stream().anyMatch(dimension -> dimension < 1)) {
            throw new ModelFormatException(place + " has shape " + dimensions + "; there may be " + LARGEST_RANK
                    + " dimensions, each at least 1.");
        }
        long bytes = offsets.get(1) - offsets.get(0);
        try {
            Shape shape =
                    Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
            long expected = Math.multiplyExact(shape.elements(), (long) type.bytes());
            if (expected != bytes) {
                throw new ModelFormatException(place + " of type " + type + " and shape " + shape + " needs " + expected
                        + " bytes, but its data_offsets " + offsets + " span " + bytes + ".");
            }
            if (shape.elements() > Integer.MAX_VALUE - 8) {
                throw new ModelFormatException(place + " of shape " + shape + " has " + shape.elements()
                        + " values; the most are " + (Integer.MAX_VALUE - 8) + ".");
            }
            return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
        } catch (ArithmeticException e) {
            throw new ModelFormatException(
                    place + " of shape " + dimensions + " has more bytes than a 64-bit integer counts.", e);
        }
    }

    private TensorType type(String place) {
        expect(parser.nextToken(), JsonToken.VALUE_STRING, "dtype of " + place);
        TensorType type = TensorType.named(parser.getString());
        if (type == null) {
            throw new ModelFormatException("In " + file + " " + place + " has the type \"" + parser.getString()
                    + "\"; read are F32, F16, BF16 and F64.");
        }
        return type;
    }

    private List<Long> integers(String place) {
        List<Long> integers = new ArrayList<>();
        expect(parser.nextToken(), JsonToken.START_ARRAY, place);
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            expect(token, JsonToken.VALUE_NUMBER_INT, place);
            integers.add(parser.getLongValue());
            if (integers.size() > 2 * LARGEST_RANK) {
                throw new ModelFormatException(
                        "In " + file + " the " + place + " goes on for more than " + 2 * LARGEST_RANK + " numbers.");
            }
        }
        return integers;
    }

    private void expect(JsonToken token, JsonToken expected, String place) {
        if (token != expected) {
            throw new ModelFormatException(
                    "In the header of " + file + " " + place + " must be " + expected + ", but is " + token + ".");
        }
    }
}
