package io.github.diffusionelites.parquet;

import io.github.diffusionelites.batch.table.Table;
import io.github.diffusionelites.batch.table.TableColumn;
import io.github.diffusionelites.batch.table.TableColumn.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A table of two columns of every type with values at random, a third of them missing. */
record RandomTable(List<TableColumn> columns, int rows, long seed) implements Table {

    private static final String[] TEXTS = {"", "reached", "a \"quoted\", text", "\u00e4 \u4e2d \ud83d\ude00", "\u0000\n"
    };

    static RandomTable of(int rows, long seed) {
        List<TableColumn> columns = new ArrayList<>();
        for (Type type : Type.values()) {
            columns.add(new TableColumn(type.name().toLowerCase(Locale.ROOT), type));
            columns.add(new TableColumn("goal." + type + ", \u00e4 \"x\"", type));
        }
        return new RandomTable(columns, rows, seed);
    }

    @Override
    public @Nullable Object value(int row, int column) {
        SplittableRandom random = new SplittableRandom(seed ^ (row * 1_000_003L + column));
        if (random.nextInt(3) == 0) {
            return null;
        }
        return switch (columns.get(column).type()) {
            case INT32 -> random.nextInt();
            case INT64 -> random.nextLong();
            case FLOAT -> Float.intBitsToFloat(random.nextInt());
            case DOUBLE -> Double.longBitsToDouble(random.nextLong());
            case TEXT -> TEXTS[random.nextInt(TEXTS.length)];
        };
    }
}
