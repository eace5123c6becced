package io.github.diffusionelites.model;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** JSON from files that are not trusted: UTF-8 or nothing, no name twice, little depth. */
final class StrictJson {

    private static final int NUMBER_LENGTH = 64;

    /** Parts of the parser's messages that speak of Java settings, or of places that it does not know. */
    private static final Pattern ADVICE = Pattern.compile(String.join(
            "|",
            ", from `[^`]*`",
            ": maybe a \\(non-standard\\) comment.*",
            " \\((start marker at|for \\w+ starting at) .*\\)",
            // Names of settings and classes stand between these quotes.
            "\\s*[:,(][^:,(`]*`.*"));

    private StrictJson() {}

    /**
     * Returns a factory of parsers.
     *
     * @param longest bytes of a document
     * @param depth of objects and arrays in each other
     * @param longestText characters of a text
     */
    static JsonFactory factory(int longest, int depth, int longestText) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                // A table of names that outlives a document would keep the names of every hostile one.
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNumberLength(NUMBER_LENGTH)
                        .maxDocumentLength(longest)
                        .maxStringLength(longestText)
                        .build())
                .build();
    }

    /**
     * Returns the text of the rest of a buffer with an array, decoded as it is read. Reading throws a
     * {@link CharacterCodingException} where the bytes are not UTF-8: a lenient reader would let two readers see two
     * texts, and a parser that is given bytes would guess other encodings.
     */
    static Reader reader(ByteBuffer bytes) {
        return new InputStreamReader(
                new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * Returns the refusal of a document that cannot be parsed.
     *
     * @param document what it is, to begin a sentence with
     */
    static ModelFormatException refusal(String document, JacksonException failure) {
        if (failure.getCause() instanceof CharacterCodingException) {
            return new ModelFormatException(document + " is not UTF-8.", failure);
        }
        String reason = Quoted.escaped(
                ADVICE.matcher(failure.getOriginalMessage()).replaceAll("").replaceAll("\\s+", " "));
        String place = failure.getLocation() == null || failure.getLocation().getCharOffset() < 0
                ? ""
                : " (at character " + failure.getLocation().getCharOffset() + ")";
        return new ModelFormatException(document + " is not strict JSON: " + reason + place + ".", failure);
    }

    /** Says in words what a token begins or is; null is the end of the document. */
    static String words(JsonToken token) {
        return switch (token) {
            case null -> "the end";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case END_OBJECT, END_ARRAY -> "the end of one";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
            case VALUE_TRUE -> "true";
            case VALUE_FALSE -> "false";
            case VALUE_NULL -> "null";
            default -> token.toString();
        };
    }
}
