package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations by which files reach the disk and stay there when the machine stops. Tests put one in between that
 * fails where they want.
 */
public interface DurableFiles {

    /** The file system of the machine. */
    DurableFiles SYSTEM = new DurableFiles() {};

    /**
     * Writes a file beside its place, moves it there and waits until contents and name are on the disk, so that a
     * reader never sees half a file. One of the same name is replaced.
     *
     * @throws IOException if that fails; what was there before is still there, or all of the new contents is
     */
    default void replace(Path file, byte[] contents) throws IOException {
        Path place = file.toAbsolutePath();
        Path temporary = place.resolveSibling("." + place.getFileName() + ".tmp");
        try {
            write(temporary, contents);
            rename(temporary, place);
        } catch (IOException e) {
            try {
                delete(temporary);
            } catch (IOException left) {
                // It is in nobody's way, and why the file could not be written is what matters.
                e.addSuppressed(left);
            }
            throw e;
        }
        Path directory = place.getParent();
        if (directory != null) {
            forceDirectory(directory);
        }
    }

    /** Writes a whole file and waits until its contents are on the disk. */
    default void write(Path file, byte[] contents) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(contents);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Gives a file another name in one step; one that has it is replaced. */
    default void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Makes a directory and those above it that are missing, and waits until the names of the new ones are on the disk.
     */
    default void makeDirectories(Path directory) throws IOException {
        List<Path> parents = new ArrayList<>();
        @Nullable Path missing = directory.toAbsolutePath();
        while (missing != null && !Files.exists(missing)) {
            missing = missing.getParent();
            if (missing != null) {
                parents.add(missing);
            }
        }
        Files.createDirectories(directory);
        for (Path parent : parents) {
            forceDirectory(parent);
        }
    }

    /** Waits until the names in a directory are on the disk. */
    default void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a file; there may be none. */
    default void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
