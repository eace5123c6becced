package io.github.diffusionelites.run.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps a directory for one process. The operating system lets go of the lock when the process ends, however it ends;
 * the file stays, as another process might wait at one that is removed.
 */
public final class DirectoryLock implements AutoCloseable {

    private static final int ATTEMPTS = 5;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * Locks of this process. They must not be opened a second time: closing any descriptor of a file lets go of all locks
     * that the process has on it (POSIX, fcntl).
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final FileChannel channel;
    private final Path place;

    private DirectoryLock(FileChannel channel, Path place) {
        this.channel = channel;
        this.place = place;
    }

    /**
     * Takes the lock, if nobody has it.
     *
     * @param file the lock, made if it is not there
     * @throws IOException if the file cannot be made, or something else than a file is there
     */
    public static Optional<DirectoryLock> take(Path file) throws IOException {
        synchronized (HELD) {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                // Opening a pipe would wait for a reader.
                throw new FileSystemException(file.toString(), null, "it is in the place of a lock and is not a file");
            }
            if (isHeld(file)) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                taken = lock(channel);
                if (!taken) {
                    return Optional.empty();
                }
                Path place = file.toRealPath();
                HELD.add(place);
                return Optional.of(new DirectoryLock(channel, place));
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        }
    }

    /** Somebody who asks {@link #isTaken} has the lock for a moment. */
    private static boolean lock(FileChannel channel) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null || attempt == ATTEMPTS) {
                    return lock != null;
                }
            } catch (OverlappingFileLockException e) {
                return false;
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private static boolean isHeld(Path file) throws IOException {
        return Files.exists(file) && HELD.contains(file.toRealPath());
    }

    /**
     * Returns whether a process has the lock, this one or another. Nothing is changed.
     *
     * @throws IOException if the file cannot be read
     */
    public static boolean isTaken(Path file) throws IOException {
        synchronized (HELD) {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            if (isHeld(file)) {
                return true;
            }
            // Any number of readers may have a shared lock at once.
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return lock == null;
            } catch (OverlappingFileLockException e) {
                return true;
            }
        }
    }

    /** Lets go of the lock. Further calls do nothing. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                HELD.remove(place);
                channel.close();
            }
        }
    }
}
