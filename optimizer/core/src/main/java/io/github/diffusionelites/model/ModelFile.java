package io.github.diffusionelites.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A file of a model, open for positional reads. It is not mapped: a file that shrinks under a map kills the process,
 * under a read it is an error.
 */
final class ModelFile implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final long size;

    private ModelFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** Opens a regular file; anything else is refused before it is opened, as opening a pipe would wait for ever. */
    static ModelFile open(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                String kind = attributes.isDirectory()
                        ? "a directory"
                        : attributes.isSymbolicLink() ? "a symbolic link" : "a pipe, a socket or a device";
                throw new ModelFormatException(
                        "The model file " + path + " is " + kind + "; name the regular file itself.");
            }
            FileChannel channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new ModelFile(path, channel, channel.size());
        } catch (NoSuchFileException e) {
            throw new ModelFormatException("The model file " + path + " does not exist.", e);
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + path + " cannot be opened (" + e + ").", e);
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
                    "The model file " + path + " cannot be read at byte " + (start + target.position()) + " (" + e
                            + ").",
                    e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ModelFormatException("The model file " + path + " cannot be closed (" + e + ").", e);
        }
    }
}
