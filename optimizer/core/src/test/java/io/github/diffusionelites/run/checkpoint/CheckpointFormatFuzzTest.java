package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.diffusionelites.support.Refusals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a checkpoint: one that is written back as the same bytes, or a refusal in a sentence. */
class CheckpointFormatFuzzTest {

    private static final Path FILE = Path.of("fuzzed.checkpoint");

    /** Returns checkpoints, whole and damaged, behind a byte that says whether length and digests are set right. */
    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        byte[] whole = CheckpointBytes.of(RandomCheckpoint.small());
        for (byte sealed = 0; sealed < 2; sealed++) {
            seeds.add(behind(sealed, whole));
            seeds.add(behind(sealed, Arrays.copyOf(whole, whole.length / 2)));
            seeds.add(behind(sealed, Arrays.copyOf(whole, whole.length + 4)));
            seeds.add(behind(sealed, Arrays.copyOf(whole, 24)));
        }
        seeds.add(behind((byte) 1, CheckpointBytes.of(RandomCheckpoint.after(3))));
        return seeds.stream();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void shouldReadOrRefuse(byte[] input) {
        if (input == null || input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] != 0) {
            SealedCheckpoint.seal(bytes);
        }
        Checkpoint checkpoint;
        try {
            checkpoint = CheckpointFormat.decode(bytes);
        } catch (CheckpointFormatException e) {
            Refusals.requireSentence(e.refusal(FILE) + ".", FILE);
            return;
        }
        assertThat(CheckpointBytes.of(checkpoint)).isEqualTo(bytes);
    }

    private static byte[] behind(byte first, byte[] rest) {
        byte[] all = new byte[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
