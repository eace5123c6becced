package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointDirectoryTest {

    @TempDir
    private Path directory;

    /** Where a write fails, as a full or read-only disk would make it. */
    private enum Failure {
        OPEN,
        HALFWAY,
        RENAME,
        FORCE_DIRECTORY,
        DELETE
    }

    private static final class FailingFiles implements DurableFiles {

        private Failure failure;

        @Override
        public void write(Path file, Contents contents) throws IOException {
            if (failure == Failure.OPEN) {
                throw new AccessDeniedException(file.toString());
            }
            if (failure == Failure.HALFWAY) {
                Files.write(file, Arrays.copyOf(CheckpointBytes.of(RandomCheckpoint.after(4)), 700));
                throw new FileSystemException(file.toString(), null, "No space left on device");
            }
            DurableFiles.super.write(file, contents);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            fail(Failure.RENAME, from);
            DurableFiles.super.rename(from, to);
        }

        @Override
        public void forceDirectory(Path path) throws IOException {
            fail(Failure.FORCE_DIRECTORY, path);
            DurableFiles.super.forceDirectory(path);
        }

        @Override
        public void delete(Path file) throws IOException {
            fail(Failure.DELETE, file);
            DurableFiles.super.delete(file);
        }

        private void fail(Failure at, Path file) throws IOException {
            if (failure == at) {
                throw new FileSystemException(file.toString(), null, "Input/output error");
            }
        }
    }

    @Test
    void shouldKeepTheLastTwo() {
        CheckpointDirectory checkpoints = new CheckpointDirectory(directory);
        for (int generation = 0; generation < 12; generation++) {
            checkpoints.write(RandomCheckpoint.after(generation));
            assertThat(generations()).isEqualTo(generation == 0 ? List.of(0) : List.of(generation, generation - 1));
        }
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void shouldKeepWhatIsThereWhenWritingFails(Failure failure) {
        FailingFiles files = new FailingFiles();
        CheckpointDirectory checkpoints = new CheckpointDirectory(directory, files);
        for (int generation = 1; generation <= 3; generation++) {
            checkpoints.write(RandomCheckpoint.after(generation));
        }

        files.failure = failure;
        if (failure == Failure.DELETE) {
            checkpoints.write(RandomCheckpoint.after(4));
            assertThat(generations()).containsExactly(4, 3, 2);
        } else {
            assertThatThrownBy(() -> checkpoints.write(RandomCheckpoint.after(4)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("Writing a checkpoint of ")
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("check the free space")
                    .hasMessageEndingWith(".");
            assertThat(generations()).contains(3, 2).isSubsetOf(4, 3, 2);
        }

        files.failure = null;
        checkpoints.write(RandomCheckpoint.after(5));
        checkpoints.write(RandomCheckpoint.after(6));
        assertThat(generations()).containsExactly(6, 5);
    }

    /** The one that the run went on from is the only one known to be whole until the next but one is written. */
    @Test
    void shouldKeepTheOneThatTheRunWentOnFrom() throws IOException {
        CheckpointDirectory before = new CheckpointDirectory(directory);
        before.write(RandomCheckpoint.after(1));
        before.write(RandomCheckpoint.after(2));
        Path torn = before.newestFirst().getFirst();
        Files.write(torn, Arrays.copyOf(Files.readAllBytes(torn), 100));

        CheckpointDirectory after = new CheckpointDirectory(directory);
        assertThatThrownBy(() -> CheckpointDirectory.read(torn)).isInstanceOf(CheckpointFormatException.class);
        after.continueFrom(after.newestFirst().get(1));
        after.write(RandomCheckpoint.after(3));
        assertThat(after.newestFirst()).hasSize(3).element(1).isEqualTo(torn);
        after.write(RandomCheckpoint.after(4));
        assertThat(generations()).containsExactly(4, 3);
    }

    /** Each would be waited for, or read without an end. */
    @Test
    void shouldRefuseWhatIsNoRegularFile() throws Exception {
        CheckpointDirectory checkpoints = new CheckpointDirectory(directory);
        checkpoints.write(RandomCheckpoint.after(1));
        Path pipe = directory.resolve("0000000009.checkpoint");
        Path device = Path.of("/dev/zero");
        Path below = Files.createDirectory(directory.resolve("0000000007.checkpoint"));
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
        assertThat(checkpoints.newestFirst()).startsWith(pipe, below);
        for (Path strange : List.of(pipe, device, below)) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10),
                    () -> assertThatThrownBy(() -> CheckpointDirectory.read(strange))
                            .isInstanceOf(CheckpointFormatException.class)
                            .hasMessage(
                                    strange.equals(below)
                                            ? "it is a directory"
                                            : "it is a pipe, a socket or a device"));
        }
    }

    /** A file of holes, which takes no room on the disk but would fill the memory. */
    @Test
    void shouldRefuseAFileLargerThanAnyCheckpoint() throws IOException {
        Path file = directory.resolve("0000000001.checkpoint");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1), CheckpointFormat.LARGEST);
        }

        assertThatThrownBy(() -> CheckpointDirectory.read(file))
                .isInstanceOf(CheckpointFormatException.class)
                .hasMessage("it has " + (CheckpointFormat.LARGEST + 1L) + " bytes, but the most of a checkpoint are "
                        + CheckpointFormat.LARGEST);
    }

    @Test
    void shouldNotWaitForALockThatIsAPipe() throws Exception {
        Path pipe = directory.resolve("lock");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> DirectoryLock.take(pipe)).isInstanceOf(FileSystemException.class));
    }

    @Test
    void shouldLeaveOtherFilesAlone() throws IOException {
        Files.writeString(directory.resolve("0000000001.checkpoint.bak"), "mine");
        CheckpointDirectory checkpoints = new CheckpointDirectory(directory);
        checkpoints.write(RandomCheckpoint.after(1));
        checkpoints.clear();

        assertThat(checkpoints.newestFirst()).isEmpty();
        assertThat(directory.resolve("0000000001.checkpoint.bak")).hasContent("mine");
        assertThat(new CheckpointDirectory(directory.resolve("nowhere")).newestFirst())
                .isEmpty();
    }

    @Test
    void shouldLetOneHolderIn() throws IOException {
        Path lock = directory.resolve("lock");
        try (DirectoryLock first = DirectoryLock.take(lock).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(DirectoryLock.take(lock)).isEmpty();
        }
        Optional<DirectoryLock> next = DirectoryLock.take(lock);
        assertThat(next).isPresent();
        next.get().close();
        next.get().close();
    }

    private List<Integer> generations() {
        return new CheckpointDirectory(directory)
                .newestFirst().stream()
                        .map(file -> CheckpointDirectory.read(file).state().generation())
                        .toList();
    }
}
