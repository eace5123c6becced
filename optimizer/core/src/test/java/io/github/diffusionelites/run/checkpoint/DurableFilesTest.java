package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {

    @TempDir
    private Path directory;

    /** Tells in which order files reach the disk. */
    private static final class ToldFiles implements DurableFiles {

        private final List<String> told = new ArrayList<>();

        @Override
        public void write(Path file, Contents contents) throws IOException {
            told.add("write " + file.getFileName());
            DurableFiles.super.write(file, contents);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            told.add("rename to " + to.getFileName());
            DurableFiles.super.rename(from, to);
        }

        @Override
        public void forceDirectory(Path path) throws IOException {
            told.add("force " + path.getFileName());
            DurableFiles.super.forceDirectory(path);
        }
    }

    @Test
    void shouldForceTheDirectoryAfterTheName() throws IOException {
        ToldFiles files = new ToldFiles();
        Path file = Files.writeString(directory.resolve("a"), "a longer text");

        files.replace(file, stream -> stream.write('b'));

        assertThat(file).hasContent("b");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
        assertThat(files.told).containsExactly("write .a.tmp", "rename to a", "force " + directory.getFileName());
    }

    @Test
    void shouldLeaveWhatWasThereWhereTheNameCannotBeTaken() throws IOException {
        Path taken = Files.createDirectories(directory.resolve("taken/below")).getParent();

        assertThatThrownBy(() -> DurableFiles.SYSTEM.replace(taken, stream -> stream.write(0)))
                .isInstanceOf(FileSystemException.class);

        assertThat(taken.resolve("below")).isDirectory();
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldForceTheNamesOfNewDirectoriesOnly() throws IOException {
        ToldFiles files = new ToldFiles();

        files.makeDirectories(directory.resolve("a/b/c"));
        assertThat(directory.resolve("a/b/c")).isDirectory();
        assertThat(files.told).containsExactly("force b", "force a", "force " + directory.getFileName());

        files.makeDirectories(directory.resolve("a/b/c"));
        assertThat(files.told).hasSize(3);
    }

    @Test
    void shouldWriteAllOfAFileWhoseWriterIsInterrupted() throws IOException {
        Path file = directory.resolve("a");
        int[] attempts = new int[1];
        byte[] half = new byte[100_000];
        DurableFiles.SYSTEM.replace(file, stream -> {
            stream.write(half);
            if (attempts[0]++ == 0) {
                Thread.currentThread().interrupt();
            }
            stream.write(half);
        });

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(file).hasSize(200_000);
        Thread.currentThread().interrupt();
        DurableFiles.SYSTEM.makeDirectories(directory.resolve("b/c"));
        DurableFiles.SYSTEM.replace(directory.resolve("b/c/d"), stream -> stream.write('d'));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory.resolve("b/c/d")).hasContent("d");
    }

    /** What stands in the place of the temporary file is not written to, and not waited for. */
    @Test
    void shouldReplaceALinkAndAPipeInThePlaceOfTheTemporaryFile() throws Exception {
        Path file = directory.resolve("a");
        Path temporary = directory.resolve(".a.tmp");
        Path other = Files.writeString(directory.resolve("other"), "mine");
        Files.createSymbolicLink(temporary, other);

        DurableFiles.SYSTEM.replace(file, stream -> stream.write('b'));

        assertThat(other).hasContent("mine");
        assertThat(file).isRegularFile().hasContent("b");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        Process mkfifo = new ProcessBuilder("mkfifo", temporary.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(mkfifo.exitValue()).isZero();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> DurableFiles.SYSTEM.replace(file, stream -> stream.write('c')));
        assertThat(file).hasContent("c");
    }

    @Test
    void shouldRemoveTheTemporaryFileWhateverFails() {
        Path file = directory.resolve("a");

        assertThatThrownBy(() -> DurableFiles.SYSTEM.replace(file, stream -> {
                    throw new LinkageError("A class is missing.");
                }))
                .isInstanceOf(LinkageError.class);

        assertThat(directory).isEmptyDirectory();
    }
}
