package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.job.JobException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file in UTF-8, which end by LF or CR LF, the last one also by the end of the file. A byte order mark at the
 * beginning is left out.
 */
final class TextLines {

    /** Most bytes of a line. */
    static final int LONGEST = 1 << 20;

    private static final int CHUNK = 1 << 16;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final TableBytes table;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;
    private byte[] line = new byte[1024];
    private int length;
    private long number;

    TextLines(TableBytes table) {
        this.table = table;
    }

    /** Returns the number of the line, from 1, as an editor shows it. */
    long number() {
        return number;
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     * @throws JobException if it is too long or cannot be read
     */
    boolean next() {
        try {
            return advance();
        } catch (IOException e) {
            throw TableBytes.unreadable(table.file(), e);
        }
    }

    /** Returns the text of the line without its end; null if it is not UTF-8. */
    @Nullable
    String text() {
        boolean marked =
                number == 1 && length >= MARK.length && Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length);
        int first = marked ? MARK.length : 0;
        try {
            return decoder.decode(ByteBuffer.wrap(line, first, length - first)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private boolean advance() throws IOException {
        length = 0;
        number++;
        while (true) {
            if (position == limit) {
                limit = table.stream().read(chunk);
                position = 0;
                if (limit <= 0) {
                    limit = 0;
                    return length > 0;
                }
            }
            int end = position;
            while (end < limit && chunk[end] != '\n') {
                end++;
            }
            append(end);
            boolean ended = end < limit;
            position = ended ? end + 1 : end;
            if (ended) {
                length -= length > 0 && line[length - 1] == '\r' ? 1 : 0;
                return true;
            }
        }
    }

    private void append(int end) {
        int count = end - position;
        if (length + count > LONGEST) {
            throw new JobException(table.file() + ", row " + number + ": the line has more than the " + LONGEST
                    + " bytes that are read; name a table in text.");
        }
        if (length + count > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
        System.arraycopy(chunk, position, line, length, count);
        length += count;
    }
}
