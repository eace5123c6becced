package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a directory for one process. The operating system lets go of the lock when the process ends, however it ends;
 * the file stays, as another process might wait at one that is removed.
 */
public final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, if nobody has it.
     *
     * @param file the lock, made if it is not there
     * @throws IOException if the file cannot be made, or something else than a file is there
     */
    public static Optional<DirectoryLock> take(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe would wait for a reader.
            throw new FileSystemException(file.toString(), null, "it is in the place of a lock and is not a file");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            FileLock lock = channel.tryLock();
            taken = lock != null;
            return taken ? Optional.of(new DirectoryLock(channel)) : Optional.empty();
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    /** Lets go of the lock. Further calls do nothing. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
