package io.github.diffusionelites.batch.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object on each line, each a search. Empty lines are passed over. A key that is missing or null stands for what
 * the job says. Messages count lines from 1.
 */
final class NdjsonTable {

    private static final String EXAMPLE = "write one object a line, such as {\"id\": 3, \"seed\": 5}.";
    private static final int DEPTH = 16;
    private static final int NUMBER_LENGTH = 64;

    private final SearchRows rows;
    private final TextLines lines;
    private final Set<String> given = new HashSet<>();
    private final JsonFactory json = JsonFactory.builder()
            // A table of names that outlives a line would keep the names of every hostile one.
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER_LENGTH)
                    .maxStringLength(TextLines.LONGEST)
                    .maxNameLength(TextLines.LONGEST)
                    .build())
            .build();

    private NdjsonTable(SearchRows rows, TableBytes table) {
        this.rows = rows;
        this.lines = new TextLines(table);
    }

    /** Reads all rows. */
    static void read(TableBytes table, SearchRows rows) {
        new NdjsonTable(rows, table).read();
    }

    private void read() {
        while (lines.next()) {
            String text = lines.text();
            if (text == null || !text.isBlank()) {
                rows.begin(lines.number());
                row(text);
                rows.end();
            }
        }
    }

    private void row(@Nullable String text) {
        if (text == null) {
            rows.problem("the line is not text in UTF-8; save the table as UTF-8.");
            return;
        }
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                rows.problem("this is not a JSON object; " + EXAMPLE);
                return;
            }
            given.clear();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = parser.currentName();
                parser.nextToken();
                value(key, value(parser));
            }
            if (parser.nextToken() != null) {
                rows.problem("something follows the JSON object; " + EXAMPLE);
            }
        } catch (JacksonException e) {
            long at = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
            rows.problem("this is not JSON" + (at < 0 ? "" : " (at character " + (at + 1) + ")") + "; " + EXAMPLE);
        }
    }

    private void value(String key, @Nullable Object value) {
        Column column = rows.columns().find(key);
        if (column == null) {
            rows.problem(rows.columns().unknown("key", key));
        } else if (!given.add(column.name())) {
            rows.problemOf(key, "it stands there twice; leave one out.");
        } else if (value != null) {
            rows.value(column, value);
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object element = value(parser);
                    list.add(element == null ? "null" : element);
                }
                yield list;
            }
            case START_OBJECT -> {
                parser.skipChildren();
                yield Map.of();
            }
            default -> null;
        };
    }
}
