package io.github.diffusionelites.run.checkpoint;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads records that {@link Frame} made, up to the end of the file or the first that is not whole. It does not read
 * through a channel, which an interrupt of the thread would close. Another process may append meanwhile; what the file
 * gets after it was opened is left out.
 */
public final class FrameReader implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final DataInputStream stream;
    private final long size;
    private final int largest;
    private long end;
    private String flaw = "";
    private boolean torn;

    private FrameReader(FileInputStream file, long size, int largest) {
        this.stream = new DataInputStream(new BufferedInputStream(file, BUFFER));
        this.size = size;
        this.largest = largest;
    }

    /** Opens a file whose records may have any length. */
    public static FrameReader open(Path file) throws IOException {
        return open(file, Integer.MAX_VALUE);
    }

    /**
     * Opens a file.
     *
     * @param largest number of bytes of the contents of a record; a length beyond it is damage
     */
    public static FrameReader open(Path file, int largest) throws IOException {
        File there = file.toFile();
        // The stream first: of a file that is missing the length would be 0.
        FileInputStream stream = new FileInputStream(there);
        return new FrameReader(stream, there.length(), largest);
    }

    /** Returns the contents of the next record; no bytes at the end, or where a record is not whole. */
    public byte[] next() throws IOException {
        if (!flaw.isEmpty() || end == size) {
            return new byte[0];
        }
        try {
            return contents();
        } catch (EOFException e) {
            return broken("the file became shorter", true);
        }
    }

    private byte[] contents() throws IOException {
        long left = size - end - Frame.OVERHEAD;
        if (left < 0) {
            return broken("a record is not whole", true);
        }
        int length = Integer.reverseBytes(stream.readInt());
        if (length <= 0 || length > largest) {
            return broken("a record has " + length + " bytes", false);
        }
        if (length > left) {
            return broken("a record is not whole", true);
        }
        byte[] contents = new byte[length];
        stream.readFully(contents);
        if (Integer.reverseBytes(stream.readInt()) != Frame.check(contents)) {
            return broken("a checksum is not the one of its record", false);
        }
        end += length + Frame.OVERHEAD;
        return contents;
    }

    private byte[] broken(String reason, boolean cut) {
        flaw = reason;
        torn = cut;
        return new byte[0];
    }

    /** Returns where the last whole record that was read ends. */
    public long end() {
        return end;
    }

    /** Returns the number of bytes of the file when it was opened. */
    public long size() {
        return size;
    }

    /** Returns why reading ended before the end of the file, in a few words; empty if it did not. */
    public String flaw() {
        return flaw;
    }

    /** Returns whether it did because the file ends within a record, as one does that is being written. */
    public boolean torn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
