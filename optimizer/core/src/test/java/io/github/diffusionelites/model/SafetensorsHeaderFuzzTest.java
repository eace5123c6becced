package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.diffusionelites.model.damage.DamagedWeights;
import io.github.diffusionelites.support.Refusals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of the header of a weights file: tensors that lie as they must, or a refusal in a sentence. */
class SafetensorsHeaderFuzzTest {

    private static final Path FILE = Path.of("fuzzed.safetensors");

    /** Returns headers of damaged files, behind the low byte of how much data follows them. */
    static Stream<byte[]> seeds() throws IOException {
        return DamagedWeights.headers(4096).stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void shouldReadOrRefuse(byte[] input) {
        if (input == null || input.length == 0) {
            return;
        }
        int dataBytes = input[0] & 0xff;
        SafetensorsHeader.Contents contents;
        try {
            contents = SafetensorsHeader.read(FILE, ByteBuffer.wrap(input, 1, input.length - 1), dataBytes);
        } catch (ModelFormatException e) {
            Refusals.requireSentence(e.getMessage(), FILE);
            return;
        }
        long end = 0;
        for (SafetensorsHeader.Entry entry : contents.entries()) {
            assertThat(entry.begin()).isEqualTo(end);
            end = entry.end();
            assertThat(end - entry.begin())
                    .isPositive()
                    .isEqualTo(entry.shape().elements() * entry.type().bytes());
        }
        assertThat(end).isEqualTo(dataBytes);
    }
}
