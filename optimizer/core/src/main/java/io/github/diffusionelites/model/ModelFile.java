package io.github.diffusionelites.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of a model, open for positional reads. It is not mapped: a file that shrinks under a map kills the process,
 * under a read it is an error.
 */
final class ModelFile implements Closeable {

    private static final String SPECIAL = "a pipe, a socket or a device";

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private ModelFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /**
     * Opens a regular file, or the one that a symbolic link leads to, as the caches of model hubs hold links. Anything
     * else is refused before it is opened, as opening a pipe would wait for ever.
     */
    static ModelFile open(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new ModelFormatException("The model file " + path + " is "
                        + (attributes.isDirectory() ? "a directory" : SPECIAL) + "; name a regular file.");
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new ModelFile(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new ModelFormatException(
                    "The model file " + path
                            + (Files.isSymbolicLink(path)
                                    ? " is a symbolic link to a file that does not exist; mend the link."
                                    : " does not exist; name an existing file."),
                    e);
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + path + " cannot be opened (" + reason(e) + ").", e);
        }
    }

    /** Returns the bytes that the file had when it was opened. */
    long size() {
        return size;
    }

    /** Fills the rest of a buffer from a place of the file. */
    void read(long position, ByteBuffer target) {
        long start = position - target.position();
        try {
            while (target.hasRemaining()) {
                int count = channel.read(target, start + target.position());
                if (count < 0) {
                    throw new ModelFormatException("The model file " + path + " of " + size
                            + " bytes ended at byte " + (start + target.position())
                            + " while it was read; something else is writing it.");
                }
            }
        } catch (IOException e) {
            throw new ModelFormatException(
                    "The model file " + path + " cannot be read at byte " + (start + target.position()) + " ("
                            + reason(e) + ").",
                    e);
        }
    }

    /**
     * Checks that nothing was added while the file was read.
     *
     * @throws ModelFormatException if the file has another size than when it was opened
     */
    void requireUnchanged() {
        try {
            if (channel.size() != size) {
                throw new ModelFormatException("The model file " + path + " had " + size + " bytes when it was opened"
                        + " and " + channel.size() + " when it was read; something else is writing it.");
            }
        } catch (IOException e) {
            throw new ModelFormatException(
                    "The size of the model file " + path + " is unknown (" + reason(e) + ").", e);
        }
    }

    /** Says in words what an exception of a file system only says by its class. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "access is denied";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + path + " cannot be closed (" + reason(e) + ").", e);
        }
    }
}
