package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.checkpoint.Frame;
import io.github.diffusionelites.run.checkpoint.FrameReader;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which searches of a job are finished, and what a person should know. The file is only written at its end, each record
 * with a checksum, so that a kill at any moment costs the last record at most. What was appended stays when the process
 * is killed; it stays when the machine stops once {@link #force} returned. A record that could not be appended, as the
 * disk is full, leaves no trace: it may be appended again. Methods may be called by several threads.
 */
public final class BatchJournal implements AutoCloseable {

    private final Path file;
    private final DurableFiles files;
    private final RandomAccessFile bytes;
    /** End of the last record. */
    private long end;
    /** Whether something may follow it, as an append failed. */
    private boolean littered;

    private BatchJournal(Path file, DurableFiles files, RandomAccessFile bytes, long end) {
        this.file = file;
        this.files = files;
        this.bytes = bytes;
        this.end = end;
    }

    /**
     * Begins a journal; a file of the same name is replaced. It is on the disk when this returns.
     *
     * @throws UncheckedIOException if that fails
     */
    public static BatchJournal create(Path file, JournalHeader header) {
        return create(file, header, DurableFiles.SYSTEM);
    }

    /**
     * Begins a journal by other operations on files.
     *
     * @throws UncheckedIOException if that fails
     */
    public static BatchJournal create(Path file, JournalHeader header, DurableFiles files) {
        try {
            byte[] first = Frame.of(JournalFormat.body(header));
            files.replace(file, stream -> stream.write(first));
            return new BatchJournal(file, files, new RandomAccessFile(file.toFile(), "rw"), first.length);
        } catch (IOException e) {
            throw failure("cannot be made", file, e);
        }
    }

    /**
     * Reads a journal, to which another process may append meanwhile. Everything from the first record on that is not
     * whole is left out.
     *
     * @throws RunDirectoryException if the file is missing, or does not begin like a journal of this version
     * @throws UncheckedIOException if it cannot be read
     */
    public static JournalContents read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RunDirectoryException("There is no journal " + file + "; name the directory of a batch job.");
        }
        try (FrameReader reader = FrameReader.open(file, JournalFormat.LARGEST)) {
            return contents(file, reader);
        } catch (IOException e) {
            throw failure("cannot be read", file, e);
        }
    }

    private static JournalContents contents(Path file, FrameReader reader) throws IOException {
        JournalHeader header = header(file, reader);
        SortedMap<Integer, SearchRecord> records = new TreeMap<>();
        List<JournalNotice> notices = new ArrayList<>();
        long end = reader.end();
        String flaw = "";
        for (byte[] record = reader.next(); record.length > 0; record = reader.next()) {
            try {
                switch (JournalFormat.entry(record)) {
                    case JournalFormat.Entry.Finished(SearchRecord search) -> records.putIfAbsent(search.row(), search);
                    case JournalFormat.Entry.Told(JournalNotice notice) -> notices.add(notice);
                }
            } catch (CheckpointFormatException e) {
                flaw = String.valueOf(e.getMessage());
                break;
            }
            end = reader.end();
        }
        Optional<JournalDamage> damage = end == reader.size()
                ? Optional.empty()
                : Optional.of(new JournalDamage(
                        end,
                        reader.size() - end,
                        flaw.isEmpty() ? reader.flaw() : flaw,
                        flaw.isEmpty() && reader.torn()));
        return new JournalContents(header, records, notices, damage);
    }

    private static JournalHeader header(Path file, FrameReader reader) throws IOException {
        byte[] first = reader.next();
        try {
            if (first.length == 0) {
                throw new CheckpointFormatException(reader.flaw().isEmpty() ? "it is empty" : reader.flaw());
            }
            return JournalFormat.header(first);
        } catch (CheckpointFormatException e) {
            throw new RunDirectoryException(
                    "The journal " + file + " cannot be used (" + e.getMessage()
                            + "); begin the job anew in another directory.",
                    e);
        }
    }

    /**
     * Goes on with a journal behind its last whole record; what follows that one is cut off.
     *
     * @param contents as {@link #read} returned them, with nothing written since
     * @throws UncheckedIOException if that fails
     */
    public static BatchJournal resume(Path file, JournalContents contents) {
        return resume(file, contents, DurableFiles.SYSTEM);
    }

    /**
     * Goes on with a journal by other operations on files.
     *
     * @throws UncheckedIOException if that fails
     */
    public static BatchJournal resume(Path file, JournalContents contents, DurableFiles files) {
        try {
            RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw");
            try {
                long end = contents.damage().map(JournalDamage::offset).orElse(bytes.length());
                if (end < bytes.length()) {
                    files.cut(bytes, end);
                    files.force(bytes);
                }
                return new BatchJournal(file, files, bytes, end);
            } catch (IOException e) {
                bytes.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure("cannot be gone on with", file, e);
        }
    }

    /**
     * Tells that a search is finished. Its samples must be on the disk before.
     *
     * @throws UncheckedIOException if that fails; the search is not told of then, and may be told of again
     */
    public void append(SearchRecord search) {
        append(JournalFormat.body(search));
    }

    /**
     * Tells a person something, with the time. A text of more than 16,384 characters is shortened.
     *
     * @throws UncheckedIOException if that fails
     */
    public void notice(String text) {
        append(JournalFormat.body(new JournalNotice(Instant.now(), text)));
    }

    private synchronized void append(Frame.Body body) {
        try {
            byte[] frame = Frame.of(body);
            if (frame.length > JournalFormat.LARGEST) {
                throw new IOException("it has " + frame.length + " bytes, but the most are " + JournalFormat.LARGEST);
            }
            clean();
            littered = true;
            files.write(bytes, end, frame);
            littered = false;
            end += frame.length;
        } catch (IOException e) {
            tidy(e);
            throw failure("cannot take another record", file, e);
        }
    }

    /** Bytes of a record that failed must not follow the next one. */
    private void clean() throws IOException {
        if (littered) {
            files.cut(bytes, end);
            littered = false;
        }
    }

    private void tidy(IOException failure) {
        try {
            clean();
        } catch (IOException left) {
            // The next append tries it again, and a reader leaves out what is not whole.
            failure.addSuppressed(left);
        }
    }

    /**
     * Waits until all that was appended is on the disk.
     *
     * @throws UncheckedIOException if that fails
     */
    public synchronized void force() {
        try {
            files.force(bytes);
        } catch (IOException e) {
            throw failure("cannot be brought to the disk", file, e);
        }
    }

    /** Lets go of the file; does not wait for the disk. */
    @Override
    public synchronized void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw failure("cannot be closed", file, e);
        }
    }

    private static UncheckedIOException failure(String what, Path file, IOException e) {
        return new UncheckedIOException(
                "The journal " + file + " " + what + " (" + FileProblem.of(e)
                        + "); check the free space and the rights of the directory.",
                e);
    }
}
