package io.github.diffusionelites.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** JSON from files that are not trusted: UTF-8 or nothing, no name twice, little depth. */
final class StrictJson {

    private static final int DEPTH = 32;
    private static final int NUMBER_LENGTH = 64;

    private StrictJson() {}

    /**
     * Returns a factory of parsers.
     *
     * @param longest bytes of a document
     */
    static JsonFactory factory(int longest) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNumberLength(NUMBER_LENGTH)
                        .maxDocumentLength(longest)
                        .maxStringLength(longest)
                        .build())
                .build();
    }

    /**
     * Returns the text of UTF-8 bytes.
     *
     * @throws CharacterCodingException if they are not UTF-8; a lenient reader would let two readers see two texts
     */
    static String text(ByteBuffer bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes)
                .toString();
    }
}
