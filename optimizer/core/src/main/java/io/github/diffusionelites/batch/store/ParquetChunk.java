package io.github.diffusionelites.batch.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A column of a group of rows: one page of version 1, in which runs of 0 and 1 say which values are there, and then
 * those values, plain.
 */
final class ParquetChunk {

    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int UNCOMPRESSED = 0;

    private final TableColumn column;
    private final ByteArrayOutputStream present = new ByteArrayOutputStream();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private int rows;
    private int run;
    private boolean runPresent;

    ParquetChunk(TableColumn column) {
        this.column = column;
    }

    /** Returns the number of a type in the format. */
    static int physical(TableColumn.Type type) {
        return switch (type) {
            case INT32 -> 1;
            case INT64 -> 2;
            case FLOAT -> 4;
            case DOUBLE -> 5;
            case TEXT -> 6;
        };
    }

    void add(@Nullable Object value) {
        if (run > 0 && runPresent != (value != null)) {
            endRun();
        }
        runPresent = value != null;
        run++;
        rows++;
        switch (value) {
            case null -> {}
            case Integer v -> plain(v);
            case Long v -> plain(v);
            case Float v -> plain(Float.floatToRawIntBits(v));
            case Double v -> plain(Double.doubleToRawLongBits(v));
            default -> {
                byte[] encoded = value.toString().getBytes(StandardCharsets.UTF_8);
                plain(encoded.length);
                values.writeBytes(encoded);
            }
        }
    }

    private void plain(int value) {
        plain(values, value);
    }

    private static void plain(ByteArrayOutputStream to, int value) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            to.write(value >>> shift);
        }
    }

    private void plain(long value) {
        plain((int) value);
        plain((int) (value >>> Integer.SIZE));
    }

    /** A run is the varint of twice its length, and its value in a byte. */
    private void endRun() {
        int left = run << 1;
        for (; left > 0x7f; left >>>= 7) {
            present.write((left & 0x7f) | 0x80);
        }
        present.write(left);
        present.write(runPresent ? 1 : 0);
        run = 0;
    }

    /**
     * Writes the page.
     *
     * @param offset of its first byte in the file
     * @return what the footer says of it
     */
    Written write(OutputStream stream, long offset) throws IOException {
        endRun();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        plain(page, present.size());
        present.writeTo(page);
        values.writeTo(page);
        byte[] data = page.toByteArray();
        CRC32 check = new CRC32();
        check.update(data);
        byte[] header = new CompactStruct()
                .integer(1, DATA_PAGE)
                .integer(2, data.length)
                .integer(3, data.length)
                .integer(4, (int) check.getValue())
                .struct(
                        5,
                        new CompactStruct()
                                .integer(1, rows)
                                .integer(2, PLAIN)
                                .integer(3, RLE)
                                .integer(4, RLE))
                .bytes();
        stream.write(header);
        stream.write(data);
        long size = (long) header.length + data.length;
        CompactStruct metadata = new CompactStruct()
                .integer(1, physical(column.type()))
                .integers(2, List.of(PLAIN, RLE))
                .texts(3, List.of(column.name()))
                .integer(4, UNCOMPRESSED)
                .whole(5, rows)
                .whole(6, size)
                .whole(7, size)
                .whole(9, offset);
        return new Written(size, new CompactStruct().whole(2, 0).struct(3, metadata));
    }

    /**
     * A column chunk in the file.
     *
     * @param bytes of header and page
     * @param chunk of the footer
     */
    record Written(long bytes, CompactStruct chunk) {}
}
