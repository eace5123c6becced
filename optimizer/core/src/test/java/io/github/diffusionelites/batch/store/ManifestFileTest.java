package io.github.diffusionelites.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.run.RunDirectoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 1025, 5000})
    void shouldReadWhatWasWritten(int searches) {
        Path file = directory.resolve("manifest.bin");
        Manifest manifest = RandomManifest.of(searches, "goal.x", "goal.y \u4e2d");
        ManifestFile.write(file, manifest);
        assertThat(ManifestFile.read(file)).isEqualTo(manifest);
    }

    @Test
    void shouldTakeFewBytesForEachSearch() {
        Path file = directory.resolve("manifest.bin");
        ManifestFile.write(file, RandomManifest.of(10_000, "x", "y"));
        assertThat(file.toFile().length()).isLessThan(10_000 * 50);
    }

    @Test
    void shouldRefuseAFileOfWhichAnyByteChangedOrIsMissing() throws IOException {
        Path file = directory.resolve("manifest.bin");
        ManifestFile.write(file, RandomManifest.of(3, "x"));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            Files.write(file, Arrays.copyOf(whole, at));
            refused(file);
            byte[] bytes = whole.clone();
            bytes[at] ^= (byte) 0x81;
            Files.write(file, bytes);
            refused(file);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        refused(file);
    }

    private static void refused(Path file) {
        assertThatThrownBy(() -> ManifestFile.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll(file.toString(), "cannot be used", "begin the job anew");
    }

    @Test
    void shouldSayThatThereIsNone() {
        assertThatThrownBy(() -> ManifestFile.read(directory))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("There is no manifest");
    }

    @Test
    void shouldLeaveNoHalfFileWhicheverWriteFails() {
        Path file = directory.resolve("manifest.bin");
        Manifest manifest = RandomManifest.of(3, "x");
        for (int n = 1; n <= 2; n++) {
            FailingFiles files = new FailingFiles(n);
            assertThatThrownBy(() -> ManifestFile.write(file, manifest, files))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContainingAll(file.toString(), "No space left");
            assertThat(directory).isEmptyDirectory();
        }
    }
}
