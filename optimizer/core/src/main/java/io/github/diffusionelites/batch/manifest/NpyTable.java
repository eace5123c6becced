package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.batch.manifest.Columns.Cell;
import io.github.diffusionelites.run.NpyHeader;
import io.github.diffusionelites.run.job.JobException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A NumPy array [rows, columns] whose columns the job names. Each row is a search; NaN stands for what the job says.
 * Whole numbers may be floating-point ones. Messages count rows from 0, as NumPy does.
 */
final class NpyTable {

    /** Numbers of floating point beyond it do not tell which integer was meant. */
    private static final double LARGEST_WHOLE = 0x1p53;

    private static final int CHUNK = 1 << 16;

    private final TableBytes table;
    private final SearchRows rows;
    private final NpyHeader header;
    private final List<Cell> columns;

    private NpyTable(TableBytes table, SearchRows rows, NpyHeader header, List<Cell> columns) {
        this.table = table;
        this.rows = rows;
        this.header = header;
        this.columns = columns;
    }

    /**
     * Reads all rows.
     *
     * @param columns of the array; each is in the job
     */
    static void read(TableBytes table, SearchRows rows, List<Cell> columns) {
        try {
            NpyHeader header = NpyHeader.read(table.file().toString(), table.stream(), table.size());
            List<Long> shape = header.shape();
            if (shape.size() != 2) {
                throw new JobException("The array " + table.file() + " has the shape " + shape
                        + ", but a manifest has two dimensions, rows and columns; reshape it.");
            }
            if (shape.getLast() != columns.size()) {
                throw new JobException("The array " + table.file() + " has " + shape.getLast() + " columns, but"
                        + " \"columns\" of [manifest] names " + columns.size() + "; name each.");
            }
            new NpyTable(table, rows, header, columns).read();
        } catch (IOException e) {
            throw TableBytes.unreadable(table.file(), e);
        }
    }

    private void read() throws IOException {
        int width = columns.size() * header.type().bytes();
        int most = Math.max(1, CHUNK / width);
        long count = header.shape().getFirst();
        ByteBuffer chunk = ByteBuffer.allocate(most * width).order(ByteOrder.LITTLE_ENDIAN);
        for (long first = 0; first < count; first += most) {
            int here = (int) Math.min(most, count - first);
            if (table.stream().readNBytes(chunk.array(), 0, here * width) < here * width) {
                throw new JobException("The array " + table.file()
                        + " became shorter while it was read; start again when it is written.");
            }
            chunk.clear();
            for (int i = 0; i < here; i++) {
                row(first + i, chunk);
            }
        }
    }

    private void row(long number, ByteBuffer chunk) {
        rows.begin(number);
        for (Cell cell : columns) {
            Number value = header.type().next(chunk);
            if (!(value instanceof Double real && real.isNaN())) {
                boolean whole = cell.column() instanceof SettingColumn column && column.isWhole();
                rows.cell(cell, whole ? whole(value) : value);
            }
        }
        rows.end();
    }

    private static Number whole(Number value) {
        double real = value.doubleValue();
        boolean fits = value instanceof Double && real == Math.rint(real) && Math.abs(real) <= LARGEST_WHOLE;
        return fits ? (Number) (long) real : value;
    }
}
