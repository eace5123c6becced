package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.picture.AnimationFrame;
import io.github.diffusionelites.run.picture.AnimationRange;
import io.github.diffusionelites.run.picture.Trajectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLogTest {

    private static final AnimationRange RANGE = new AnimationRange(-1, 1, -2, 2, 0.5, 50);
    /** Length, six numbers and a checksum. */
    private static final int RANGE_BYTES = 4 + 6 * 8 + 4;

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheFramesOfTheFirstGenerationsAndWriteBehindThem() throws IOException {
        Path file = written(5);
        try (FrameLog log = FrameLog.open(file)) {
            FrameLog.Contents contents = log.cutBack(3);
            assertThat(contents.range()).isEqualTo(RANGE);
            assertThat(contents.frames())
                    .usingRecursiveFieldByFieldElementComparator()
                    .containsExactly(frame(0), frame(1), frame(2));
            log.write(frame(7));
            log.force();
        }
        try (FrameLog log = FrameLog.open(file)) {
            assertThat(log.cutBack(100).frames())
                    .extracting(AnimationFrame::generation)
                    .containsExactly(0, 1, 2, 7);
            assertThat(log.cutBack(0).frames()).isEmpty();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldWriteAndReadOnAThreadThatIsInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        try {
            Path file = written(2);
            try (FrameLog log = FrameLog.open(file)) {
                assertThat(log.cutBack(2).frames()).hasSize(2);
            }
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldEndWithTheLastWholeFrameWhereverTheFileIsTorn() throws IOException {
        byte[] whole = Files.readAllBytes(written(3));
        int frame = (whole.length - RANGE_BYTES) / 3;
        for (int length = 0; length < whole.length; length++) {
            Path torn = Files.write(directory.resolve("torn"), Arrays.copyOf(whole, length));
            try (FrameLog log = FrameLog.open(torn)) {
                FrameLog.Contents contents = log.cutBack(3);
                assertThat(contents.range() != null).isEqualTo(length >= RANGE_BYTES);
                assertThat(contents.frames()).hasSize(Math.max(0, (length - RANGE_BYTES) / frame));
            }
            assertThat(Files.size(torn)).isLessThanOrEqualTo(length);
        }
    }

    /** Bytes that mean nothing give fewer frames or a refusal in a sentence, never another exception. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadOrRefuseDamagedFiles(boolean sealed) throws IOException {
        SplittableRandom random = new SplittableRandom(RandomCheckpoint.SEED);
        byte[] whole = Files.readAllBytes(written(3));
        int refused = 0;
        for (int n = 0; n < 3000; n++) {
            byte[] bytes = whole.clone();
            int at = random.nextInt(bytes.length - 4);
            int value = random.nextInt(4) == 0
                    ? new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0}[random.nextInt(4)]
                    : random.nextInt();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
            if (sealed) {
                seal(bytes);
            }
            Path file = Files.write(directory.resolve("damaged"), bytes);
            try (FrameLog log = FrameLog.open(file)) {
                assertThat(log.cutBack(3).frames()).hasSizeLessThanOrEqualTo(3);
            } catch (UncheckedIOException e) {
                refused++;
                assertThat(e)
                        .as("damage %d, -Delites.test.seed=%d", n, RandomCheckpoint.SEED)
                        .hasMessageContainingAll(file.toString(), "not what this program writes");
            }
        }
        assertThat(refused).matches(count -> sealed == count > 100, "refusals of sealed damage alone");
    }

    @ParameterizedTest
    @CsvSource({"1, -1", "1, 1", "NaN, 1", "-1, NaN", "-Infinity, 1", "-1.7e308, 1.7e308"})
    void shouldRefuseAxesThatGoNowhere(double left, double right) throws IOException {
        byte[] bytes = Files.readAllBytes(written(1));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(4, left).putDouble(4 + 8, right);
        refused(bytes, "axes " + left + " to " + right);
    }

    @Test
    void shouldRefuseFramesThatGoBack() throws IOException {
        Path file = written(3);
        try (FrameLog log = FrameLog.open(file)) {
            log.cutBack(3);
            log.write(frame(1));
        }
        refused(Files.readAllBytes(file), "generation 1 follows generation 2");
    }

    @Test
    void shouldRefusePathsOfAnImpossibleLength() throws IOException {
        byte[] bytes = Files.readAllBytes(written(1));
        int length = RANGE_BYTES + 4 + 2 * 4;
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(numbers.getInt(length)).isEqualTo(3);
        numbers.putInt(length, Integer.MAX_VALUE);
        refused(bytes, "paths of 2147483647 positions");
    }

    private void refused(byte[] bytes, String part) throws IOException {
        seal(bytes);
        Path file = Files.write(directory.resolve("strange"), bytes);
        try (FrameLog log = FrameLog.open(file)) {
            assertThatThrownBy(() -> log.cutBack(3))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll(file.toString(), part, "remove the file");
        }
        assertThat(file).hasBinaryContent(bytes);
    }

    /** Sets the checksum of each record, as far as lengths lead. */
    private static void seal(byte[] bytes) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 4 <= bytes.length; ) {
            int length = numbers.getInt(at);
            if (length < 0 || length > bytes.length - at - 8) {
                return;
            }
            CRC32C check = new CRC32C();
            check.update(bytes, at + 4, length);
            numbers.putInt(at + 4 + length, (int) check.getValue());
            at += length + 8;
        }
    }

    private Path written(int frames) throws IOException {
        Path file = directory.resolve("frames");
        Files.deleteIfExists(file);
        try (FrameLog log = FrameLog.open(file)) {
            log.write(RANGE);
            for (int g = 0; g < frames; g++) {
                log.write(frame(g));
            }
        }
        return file;
    }

    private static AnimationFrame frame(int generation) {
        return new AnimationFrame(
                generation,
                2,
                new Trajectories(new float[] {0, 1, 2, 3, 4, generation, 6, 7, 8, 9, 10, 11}, 3),
                new Trajectories(new float[] {0, 1, 2, 3, 4, generation}, 3),
                new double[] {generation / 2.0});
    }
}
