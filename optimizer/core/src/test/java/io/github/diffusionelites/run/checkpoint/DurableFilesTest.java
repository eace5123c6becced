package io.github.diffusionelites.run.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
}
