package io.github.diffusionelites.batch.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.JournalHeader;
import io.github.diffusionelites.batch.store.RandomManifest;
import io.github.diffusionelites.batch.store.RandomRecords;
import io.github.diffusionelites.search.StopReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTableTest {

    @TempDir
    private Path directory;

    @Test
    void shouldWriteALineForEverySearchInTheOrderOfTheManifest() {
        Manifest manifest = RandomManifest.of(4, "goal.x", "id", "a \"quoted\", name");
        Map<Integer, SearchRecord> records = new HashMap<>();
        records.put(2, record(2, true, 0.1f));
        records.put(1, record(1, false, Double.NaN));
        records.put(0, record(0, false, 1e-7f));
        String[] lines = csv(manifest, records).split("\r\n");
        assertThat(lines[0])
                .isEqualTo(
                        "row,id,seed,status,reason,reward,target,generation,individual,inner_reward,inner_generation,"
                                + "elites,generations,evaluations,nans,goal.x,id_,\"a \"\"quoted\"\", name\"");
        assertThat(lines).hasSize(5);
        assertThat(lines[1])
                .startsWith("0,7," + seed(manifest, 0) + ",finished,stagnation,1.0E-7,,3,4,0.5,1,6,2,640,9,");
        assertThat(lines[2])
                .startsWith("1,10," + seed(manifest, 1) + ",not reached,stagnation,," + target(manifest, 1)
                        + ",,,0.5,1,6,2,640,9,");
        assertThat(lines[3])
                .startsWith("2,13," + seed(manifest, 2) + ",reached,stagnation,0.1," + target(manifest, 2) + ",3,4,");
        assertThat(lines[4]).startsWith("3,16," + seed(manifest, 3) + ",unfinished,,,,,,,,,,,,");
        float[] parameters = manifest.searches().get(3).instance().rewardParameters();
        assertThat(lines[4]).endsWith("," + parameters[0] + "," + parameters[1] + "," + parameters[2]);
    }

    @Test
    void shouldGiveValuesOfTheTypesOfTheirColumns() {
        Manifest manifest = RandomManifest.of(40, "x");
        Map<Integer, SearchRecord> records = new HashMap<>();
        for (int row = 0; row < 40; row += 2) {
            records.put(row, RandomRecords.of(row, 2));
        }
        SearchTable table = new SearchTable(manifest, records);
        for (int row = 0; row < table.rows(); row++) {
            for (int c = 0; c < table.columns().size(); c++) {
                TableColumn column = table.columns().get(c);
                assertThat(table.value(row, c))
                        .as("%s of row %d", column.name(), row)
                        .satisfiesAnyOf(
                                value -> assertThat(value).isNull(),
                                value -> assertThat(value).isInstanceOf(kind(column.type())));
            }
        }
    }

    private static Class<?> kind(TableColumn.Type type) {
        return switch (type) {
            case INT32 -> Integer.class;
            case INT64 -> Long.class;
            case FLOAT -> Float.class;
            case DOUBLE -> Double.class;
            case TEXT -> String.class;
        };
    }

    @Test
    void shouldGiveTheSameBytesInWhicheverOrderSearchesEnded() throws IOException {
        Manifest manifest = RandomManifest.of(200, "x");
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < 180; row++) {
            rows.add(row);
        }
        Set<String> tables = new HashSet<>();
        for (int order = 0; order < 2; order++) {
            Collections.shuffle(rows, new Random(order));
            Path place = Files.createDirectory(directory.resolve("order" + order));
            try (BatchJournal journal =
                    BatchJournal.create(place.resolve("journal"), new JournalHeader(manifest.digest(), ""))) {
                for (int row : rows) {
                    journal.append(RandomRecords.of(row, 3 + row % 4));
                }
            }
            tables.add(csv(manifest, BatchJournal.read(place.resolve("journal")).records()));
        }
        assertThat(tables).singleElement().asString().hasSizeGreaterThan(10_000);
    }

    @Test
    void shouldWriteNoTimesAndNoPlaces() throws IOException {
        Manifest manifest = RandomManifest.of(3, "x");
        SearchRecord slow = record(0, false, 1);
        assertThat(csv(manifest, Map.of(0, slow))).doesNotContain(Long.toString(slow.nanoseconds()));
    }

    private String csv(Manifest manifest, Map<Integer, SearchRecord> records) {
        Path file = directory.resolve("searches.csv");
        new SearchTable(manifest, records).writeCsv(file);
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long seed(Manifest manifest, int row) {
        return manifest.searches().get(row).seed();
    }

    private static double target(Manifest manifest, int row) {
        return manifest.searches().get(row).rules().target();
    }

    private static SearchRecord record(int row, boolean reached, double reward) {
        boolean none = Double.isNaN(reward);
        return new SearchRecord(
                row,
                3 * row + 7,
                StopReason.STAGNATION,
                reached,
                reward,
                none ? -1 : 3,
                none ? -1 : 4,
                0.5,
                1,
                6,
                2,
                640,
                9,
                987_654_321,
                new float[2],
                new float[2]);
    }
}
