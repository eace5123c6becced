package io.github.diffusionelites.run.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations by which files reach the disk and stay there when the machine stops. An interrupt of the calling
 * thread does not end them and is kept. Tests put one in between that fails where they want.
 */
public interface DurableFiles {

    /** What a file shall hold. */
    @FunctionalInterface
    interface Contents {

        /** Writes all of it, the same bytes each time that it is asked. */
        void writeTo(OutputStream stream) throws IOException;
    }

    /** The file system of the machine. */
    DurableFiles SYSTEM = new DurableFiles() {};

    /**
     * Writes a file beside its place, moves it there and waits until contents and name are on the disk, so that a
     * reader never sees half a file. One of the same name is replaced.
     *
     * @throws IOException if that fails; what was there before is still there, or all of the new contents is
     */
    default void replace(Path file, Contents contents) throws IOException {
        Path place = file.toAbsolutePath();
        Path temporary = place.resolveSibling("." + place.getFileName() + ".tmp");
        try {
            write(temporary, contents);
            rename(temporary, place);
        } catch (IOException | RuntimeException | Error e) {
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

    /**
     * Writes a whole file and waits until its contents are on the disk. What has its name is removed before, as a link
     * there would lead elsewhere and a pipe would be waited for.
     */
    default void write(Path file, Contents contents) throws IOException {
        Uninterrupted.run(() -> {
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                contents.writeTo(stream);
                stream.flush();
                channel.force(true);
            }
        });
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
        Uninterrupted.run(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        });
    }

    /**
     * Writes into a file that is open. Where that fails some of the bytes may be there. It is not done through a
     * channel, which an interrupt of the thread would close.
     *
     * @param position of the first byte
     */
    default void write(RandomAccessFile file, long position, byte[] bytes) throws IOException {
        file.seek(position);
        file.write(bytes);
    }

    /** Cuts off all but the first bytes of a file that is open. */
    default void cut(RandomAccessFile file, long length) throws IOException {
        file.setLength(length);
    }

    /** Waits until the contents of a file that is open are on the disk. */
    default void force(RandomAccessFile file) throws IOException {
        file.getFD().sync();
    }

    /** Removes a file; there may be none. */
    default void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
