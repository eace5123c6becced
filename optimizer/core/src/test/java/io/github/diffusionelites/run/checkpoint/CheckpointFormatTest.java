package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.github.diffusionelites.device.HostRewardReport;
import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.SearchCheckpoint;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.support.Bits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatTest {

    private static final byte[] BYTES = CheckpointBytes.of(RandomCheckpoint.after(3));

    @Test
    void shouldReadWhatItWrote() {
        Checkpoint read = CheckpointFormat.decode(BYTES);

        assertThat(read).usingRecursiveComparison(Bits.EXACT).isEqualTo(RandomCheckpoint.after(3));
        assertThat(CheckpointBytes.of(read)).isEqualTo(BYTES);
    }

    /** A run without a failed reward has none after it was read, and one of any class keeps its words. */
    @Test
    void shouldKeepTheWordsOfWhatARewardThrew() {
        assertThat(firstFailure(null)).isNull();
        assertThat(firstFailure(new IllegalStateException("The wheels came off.")))
                .hasToString("java.lang.IllegalStateException: The wheels came off.");
        assertThat(firstFailure(new StackOverflowError())).hasToString("java.lang.StackOverflowError");
        Throwable silent = new RuntimeException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new IllegalStateException("This has no words.");
            }
        };
        assertThat(firstFailure(silent)).hasToString(silent.getClass().getName());
    }

    private static Throwable firstFailure(Throwable failure) {
        HostRewardReport report = new HostRewardReport(1, 2, 3, 4, 5, 6, failure);
        Checkpoint failed = with(report, RandomCheckpoint.after(3).state().searches());
        HostRewardReport read =
                CheckpointFormat.decode(CheckpointBytes.of(failed)).state().hostRewards();
        assertThat(read)
                .usingRecursiveComparison(Bits.EXACT)
                .ignoringFields("firstFailure")
                .isEqualTo(report);
        return read.firstFailure();
    }

    /** A checkpoint like any other but for its report and its searches. */
    private static Checkpoint with(HostRewardReport report, List<InstanceCheckpoint> searches) {
        Checkpoint former = RandomCheckpoint.after(3);
        SearchCheckpoint state = former.state();
        return new Checkpoint(
                former.jobText(),
                former.modelDigest(),
                former.descriptionDigest(),
                former.linesDigest(),
                former.traits(),
                former.nanoseconds(),
                new SearchCheckpoint(
                        state.seed(),
                        state.population(),
                        state.dimension(),
                        state.generation(),
                        state.evaluations(),
                        report,
                        searches));
    }

    @Test
    void shouldRejectEveryTruncation() {
        assertThat(BYTES.length).isGreaterThan(3000);
        for (int length = 0; length < BYTES.length; length++) {
            assertRejected(Arrays.copyOf(BYTES, length), "cut to " + length + " bytes");
        }
    }

    @Test
    void shouldRejectEveryChangedByteAndEveryChangedBit() {
        for (int i = 0; i < BYTES.length; i++) {
            for (int mask : new int[] {1 << i % 8, 0xFF}) {
                byte[] damaged = BYTES.clone();
                damaged[i] ^= (byte) mask;
                assertRejected(damaged, "byte " + i + " changed by " + mask);
            }
        }
    }

    @Test
    void shouldRejectRandomDamage() {
        SplittableRandom random = new SplittableRandom(RandomCheckpoint.SEED);
        for (int n = 0; n < 2000; n++) {
            byte[] damaged = BYTES.clone();
            int first = random.nextInt(BYTES.length);
            int count = 1 + random.nextInt(Math.min(512, BYTES.length - first));
            switch (n % 3) {
                case 0 -> Arrays.fill(damaged, first, first + count, (byte) 0);
                case 1 -> {
                    for (int i = first; i < first + count; i++) {
                        damaged[i] = (byte) random.nextInt();
                    }
                }
                default -> damaged = Arrays.copyOf(damaged, BYTES.length + count);
            }
            if (!Arrays.equals(damaged, BYTES)) {
                assertRejected(
                        damaged,
                        "damage " + n + " from byte " + first + " on, -Delites.test.seed=" + RandomCheckpoint.SEED);
            }
        }
    }

    /** Lengths are checked before they are believed, even where the digest is right. */
    @Test
    void shouldRejectWrongLengthsBehindARightDigest() throws Exception {
        int rejected = 0;
        for (int i = 24; i < BYTES.length - 36; i++) {
            for (int value : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, BYTES.length}) {
                byte[] changed = BYTES.clone();
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(i, value);
                try {
                    CheckpointFormat.decode(sealed(changed));
                } catch (CheckpointFormatException e) {
                    rejected++;
                }
            }
        }
        assertThat(rejected).as("lengths among the changed numbers").isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, Integer.MAX_VALUE})
    void shouldRefuseOtherFormatVersionsByName(int version) throws Exception {
        byte[] other = BYTES.clone();
        ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(8, version);

        assertThatThrownBy(() -> CheckpointFormat.decode(sealed(other)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("format version " + version);
    }

    @Test
    void shouldRefuseAnotherByteOrder() throws Exception {
        byte[] other = BYTES.clone();
        ByteBuffer.wrap(other).putInt(12, 0x01020304);

        assertThatThrownBy(() -> CheckpointFormat.decode(sealed(other)))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessageContaining("byte order 4030201");
    }

    private static void assertRejected(byte[] bytes, String damage) {
        try {
            CheckpointFormat.decode(bytes);
        } catch (CheckpointFormatException e) {
            return;
        }
        fail("A checkpoint was read although it was damaged: " + damage);
    }

    private static byte[] sealed(byte[] bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(bytes, 0, bytes.length - 32);
        System.arraycopy(digest.digest(), 0, bytes, bytes.length - 32, 32);
        return bytes;
    }

    /** A state may fill most of the heap, so that nothing of its size may be made of it. */
    @Test
    void shouldWriteALargeStateInParts() throws IOException {
        int elites = 50_000;
        InstanceCheckpoint large = new InstanceCheckpoint(
                5,
                Sense.MINIMIZE,
                new ProposalCheckpoint.Diagonal(new float[24], new float[24]),
                List.of(),
                new int[elites],
                new float[24 * elites]);
        Checkpoint checkpoint = with(RandomCheckpoint.after(3).state().hostRewards(), List.of(large));
        int[] largest = new int[1];
        long[] bytes = new long[1];
        CheckpointFormat.write(checkpoint, new OutputStream() {
            @Override
            public void write(int one) {
                bytes[0]++;
            }

            @Override
            public void write(byte[] part, int offset, int length) {
                bytes[0] += length;
                largest[0] = Math.max(largest[0], length);
            }
        });

        assertThat(bytes[0]).isGreaterThan(100L * elites).isEqualTo(CheckpointFormat.length(checkpoint));
        assertThat(largest[0]).isLessThanOrEqualTo(1 << 16);
    }
}
