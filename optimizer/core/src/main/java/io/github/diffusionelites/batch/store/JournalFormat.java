package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.run.checkpoint.ByteSource;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.Frame;
import io.github.diffusionelites.search.StopReason;
import java.time.Instant;
import java.util.Arrays;

/**
 * The records of a journal, each in a {@link Frame}. The first is 8 bytes of magic 0x8B "EBATCH" 0x0A, u32 format
 * version, and the texts of the header. Others begin with their u32 kind: 1, a finished search, with the components of
 * {@link SearchRecord} in their order, or 2, a notice, with u64 milliseconds since 1970 and a text. Texts and arrays
 * follow their u32 length; floats are raw bits; a truth is u32 0 or 1.
 */
final class JournalFormat {

    static final int VERSION = 1;

    /** The most bytes of a record: the noise counter has room for 2^20 generations. */
    static final int LARGEST = 1 << 24;

    /** The most characters of a notice: a reader keeps all notices in memory. */
    static final int LONGEST_NOTICE = 1 << 14;

    private static final byte[] MAGIC = {(byte) 0x8B, 'E', 'B', 'A', 'T', 'C', 'H', '\n'};
    private static final int SEARCH = 1;
    private static final int NOTICE = 2;
    private static final StopReason[] REASONS = StopReason.values();

    /** What a record after the first may be. */
    sealed interface Entry {

        /** A finished search. */
        record Finished(SearchRecord search) implements Entry {}

        /** Something to know. */
        record Told(JournalNotice notice) implements Entry {}
    }

    private JournalFormat() {}

    static Frame.Body body(JournalHeader header) {
        return sink ->
                sink.raw(MAGIC).integer(VERSION).text(header.manifestDigest()).text(header.jobDigest());
    }

    static Frame.Body body(SearchRecord search) {
        return sink -> sink.integer(SEARCH)
                .integer(search.row())
                .integer(search.id())
                .integer(search.reason().ordinal())
                .integer(search.reached() ? 1 : 0)
                .number(search.reward())
                .integer(search.generation())
                .integer(search.individual())
                .number(search.innerReward())
                .integer(search.innerGeneration())
                .integer(search.elites())
                .integer(search.generations())
                .whole(search.evaluations())
                .whole(search.nans())
                .whole(search.nanoseconds())
                .floats(search.best())
                .floats(search.eliteMean());
    }

    static Frame.Body body(JournalNotice notice) {
        return sink -> sink.integer(NOTICE).whole(notice.time().toEpochMilli()).text(shortened(notice.text()));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_NOTICE ? text : text.substring(0, LONGEST_NOTICE - 3) + "...";
    }

    /**
     * Reads the first record.
     *
     * @throws CheckpointFormatException if it is not the one of a journal of this version
     */
    static JournalHeader header(byte[] contents) {
        ByteSource source = new ByteSource(contents, 0, contents.length);
        if (!Arrays.equals(source.raw(MAGIC.length), MAGIC)) {
            throw new CheckpointFormatException("it does not begin like a journal");
        }
        int version = source.integer();
        if (version != VERSION) {
            throw new CheckpointFormatException(
                    "it has the format version " + version + ", but this program reads only version " + VERSION);
        }
        JournalHeader header = new JournalHeader(source.text(), source.text());
        source.end();
        return header;
    }

    /**
     * Reads another record.
     *
     * @throws CheckpointFormatException if it is not one of those that this program writes
     */
    static Entry entry(byte[] contents) {
        ByteSource source = new ByteSource(contents, 0, contents.length);
        int kind = source.integer();
        Entry entry = switch (kind) {
            case SEARCH -> new Entry.Finished(search(source));
            case NOTICE -> new Entry.Told(new JournalNotice(Instant.ofEpochMilli(source.whole()), source.text()));
            default -> throw new CheckpointFormatException("a record has the unknown kind " + kind);
        };
        source.end();
        return entry;
    }

    private static SearchRecord search(ByteSource source) {
        try {
            return new SearchRecord(
                    row(source),
                    source.integer(),
                    reason(source),
                    truth(source),
                    source.number(),
                    source.integer(),
                    source.integer(),
                    source.number(),
                    source.integer(),
                    source.integer(),
                    source.integer(),
                    source.whole(),
                    source.whole(),
                    source.whole(),
                    source.floats(),
                    source.floats());
        } catch (IllegalArgumentException e) {
            throw new CheckpointFormatException("the figures of a search make no sense", e);
        }
    }

    private static int row(ByteSource source) {
        int row = source.integer();
        if (row < 0) {
            throw new CheckpointFormatException("a search has the row " + row);
        }
        return row;
    }

    private static StopReason reason(ByteSource source) {
        int reason = source.integer();
        if (reason < 0 || reason >= REASONS.length) {
            throw new CheckpointFormatException("a search has the unknown reason " + reason);
        }
        return REASONS[reason];
    }

    private static boolean truth(ByteSource source) {
        return switch (source.integer()) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new CheckpointFormatException("it is unknown whether a search reached its target");
        };
    }
}
