package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    private Path directory;

    @Test
    void shouldBeTakenOnce() throws IOException {
        Path file = directory.resolve("lock");
        assertThat(DirectoryLock.isTaken(file)).isFalse();
        assertThat(file).doesNotExist();
        DirectoryLock lock = DirectoryLock.take(file).orElseThrow();
        assertThat(DirectoryLock.isTaken(file)).isTrue();
        assertThat(DirectoryLock.take(file)).isEmpty();
        lock.close();
        assertThat(DirectoryLock.isTaken(file)).isFalse();
        DirectoryLock next = DirectoryLock.take(file).orElseThrow();
        lock.close();
        assertThat(DirectoryLock.take(file))
                .as("closing twice lets go of nobody else's lock")
                .isEmpty();
        next.close();
    }

    @Test
    void shouldKnowALockByAnotherName() throws IOException {
        Path file = directory.resolve("lock");
        Path link = directory.resolve("link");
        try (DirectoryLock lock = DirectoryLock.take(file).orElseThrow()) {
            assertThat(lock).isNotNull();
            Files.createSymbolicLink(link, file);
            assertThat(DirectoryLock.isTaken(link)).isTrue();
            assertThat(DirectoryLock.take(link)).isEmpty();
        }
        assertThat(DirectoryLock.isTaken(link)).isFalse();
    }

    @Test
    void shouldRefuseADirectoryInItsPlace() throws IOException {
        Path file = Files.createDirectory(directory.resolve("lock"));
        assertThat(DirectoryLock.isTaken(file)).isFalse();
        assertThatThrownBy(() -> DirectoryLock.take(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is not a file");
    }
}
