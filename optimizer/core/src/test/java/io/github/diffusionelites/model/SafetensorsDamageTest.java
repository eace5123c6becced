package io.github.diffusionelites.model;

import static io.github.diffusionelites.model.damage.WeightsBytes.A;
import static io.github.diffusionelites.model.damage.WeightsBytes.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.model.damage.WeightsBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are none, or change, or are damaged by chance. What is damaged on purpose is in {@code
 * DamagedWeightsTest}.
 */
class SafetensorsDamageTest {

    @TempDir
    Path directory;

    @Test
    void shouldRefuseAFileWithoutMemoryForIt() throws IOException {
        long bytes = 4L * (Runtime.getRuntime().maxMemory() / 4 + 1024);
        String shape = "[1024," + bytes / 4096 + "]";
        byte[] head =
                WeightsBytes.file(0, WeightsBytes.tensor("a", "\"F32\"", shape, "[0," + bytes / 4096 * 4096 + "]"));
        Path file = directory.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(head);
            sparse.setLength(head.length + bytes / 4096 * 4096);
        }
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(ModelFormatException.class)
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).containsAnyOf("raise -Xmx", "the most are 2147483639"));
    }

    @Test
    void shouldRefuseWhatIsNoRegularFile() throws Exception {
        assertThatThrownBy(() -> Safetensors.read(directory.resolve("none")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Safetensors.read(directory))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is a directory");
        assertThatThrownBy(() -> Safetensors.read(Path.of("/dev/zero")))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("a pipe, a socket or a device");
        Path pipe = directory.resolve("pipe");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> Safetensors.read(pipe))
                        .isInstanceOf(ModelFormatException.class)
                        .hasMessageContaining("pipe"));
    }

    @Test
    void shouldFollowLinksToRegularFilesOnly() throws IOException {
        Path link = directory.resolve("link");
        Path real = directory.resolve("real");
        Files.createSymbolicLink(link, Path.of("between"));
        Files.createSymbolicLink(directory.resolve("between"), Path.of("real"));
        assertThatThrownBy(() -> Safetensors.read(link))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(link + " is a symbolic link to a file that does not exist");
        Files.write(real, WeightsBytes.file(8, A));
        assertThat(Safetensors.read(link).names()).containsExactly("a");
        assertThat(WeightsSummary.read(link).sha256())
                .isEqualTo(Safetensors.read(real).sha256());
        Files.delete(real);
        Files.createDirectory(real);
        assertThatThrownBy(() -> Safetensors.read(link))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("is a directory");
        Files.delete(real);
        Files.createSymbolicLink(real, Path.of("link"));
        assertThatThrownBy(() -> Safetensors.read(link))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void shouldNoticeAFileThatChangesWhileItIsRead() throws IOException {
        Path file = directory.resolve("changing.safetensors");
        Files.write(file, WeightsBytes.file(8, A));
        try (ModelFile source = ModelFile.open(file)) {
            source.requireUnchanged();
            Files.write(file, new byte[4]);
            assertThatThrownBy(() -> source.read(0, ByteBuffer.allocate(Long.BYTES)))
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("ended at byte 4");
            assertThatThrownBy(source::requireUnchanged)
                    .isInstanceOf(ModelFormatException.class)
                    .hasMessageContaining("something else is writing it");
        }
    }

    @Test
    void shouldSayInWordsWhyAFileCannotBeOpened() {
        assertThat(ModelFile.reason(new AccessDeniedException("a"))).isEqualTo("access is denied");
        assertThat(ModelFile.reason(new FileSystemException("a", null, "Too many links")))
                .isEqualTo("Too many links");
        assertThat(ModelFile.reason(new IOException("Input/output error"))).isEqualTo("Input/output error");
    }

    /** Every single bit of the header and every length of the file: refused or, where it is still valid, read. */
    @Test
    void shouldSurviveEveryFlippedBitAndEveryLength() throws IOException {
        byte[] whole = WeightsBytes.file(12, A, B, "\"__metadata__\":{\"format\":\"pt\"}");
        Path file = directory.resolve("flipped.safetensors");
        int read = 0;
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            read += reads(file, flipped) ? 1 : 0;
        }
        // Names, metadata and values may change; types, shapes, offsets and lengths may not.
        assertThat(read).isBetween(12 * 8, whole.length * 4);
        for (int length = 0; length < whole.length; length++) {
            assertThat(reads(file, Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .isFalse();
        }
    }

    @Test
    void shouldSurviveRandomBytes() throws IOException {
        long seed = 4242;
        SplittableRandom random = new SplittableRandom(seed);
        Path file = directory.resolve("random.safetensors");
        byte[] whole = WeightsBytes.file(12, A, B);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            for (int k = random.nextInt(1, 5); k > 0; k--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            reads(file, damaged);
        }
    }

    private static boolean reads(Path file, byte[] contents) throws IOException {
        Files.write(file, contents);
        try {
            Safetensors.read(file);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }
}
