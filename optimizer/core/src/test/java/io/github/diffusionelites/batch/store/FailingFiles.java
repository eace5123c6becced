package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.run.checkpoint.DurableFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** Fails at one of its operations, after it did half of a write, as a full disk does. */
public final class FailingFiles implements DurableFiles {

    private int left;

    /**
     * Makes files that fail once.
     *
     * @param operation that fails, counted from 1
     */
    public FailingFiles(int operation) {
        left = operation;
    }

    /** Returns whether it failed. */
    public boolean failed() {
        return left <= 0;
    }

    private boolean fails() {
        return --left == 0;
    }

    private void perhaps() throws IOException {
        if (fails()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public void write(RandomAccessFile file, long position, byte[] bytes) throws IOException {
        if (fails()) {
            DurableFiles.super.write(file, position, Arrays.copyOf(bytes, bytes.length / 2));
            throw new IOException("No space left on device");
        }
        DurableFiles.super.write(file, position, bytes);
    }

    @Override
    public void write(Path file, Contents contents) throws IOException {
        perhaps();
        DurableFiles.super.write(file, contents);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        perhaps();
        DurableFiles.super.rename(from, to);
    }

    @Override
    public void cut(RandomAccessFile file, long length) throws IOException {
        perhaps();
        DurableFiles.super.cut(file, length);
    }

    @Override
    public void force(RandomAccessFile file) throws IOException {
        perhaps();
        DurableFiles.super.force(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        perhaps();
        DurableFiles.super.forceDirectory(directory);
    }
}
