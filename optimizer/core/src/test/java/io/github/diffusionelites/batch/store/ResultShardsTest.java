package io.github.diffusionelites.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.search.Candidate;
import io.github.diffusionelites.search.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultShardsTest {

    private static final long SEED = Long.getLong("elites.test.seed", 20_261_122);
    /** Elites of 1 MiB a search: files of 64 rows. */
    private static final ResultShape SHAPE = new ResultShape(70, 2, 1 << 15, 5, 4);

    private static final ResultShape SMALL = new ResultShape(4, 2, 3, 5, 2);

    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheSameBytesInWhicheverOrderSearchesEnd() throws IOException {
        List<Integer> rows = new ArrayList<>(IntStream.range(0, SHAPE.searches())
                .filter(row -> row != 66)
                .boxed()
                .toList());
        Map<Path, byte[]> former = Map.of();
        for (String order : List.of("first", "second")) {
            Collections.shuffle(rows, new Random(SEED + order.length()));
            Path place = directory.resolve(order);
            for (int part = 0; part < 2; part++) {
                try (ResultShards shards = ResultShards.open(place, SHAPE)) {
                    for (int row : rows.subList(part * 35, Math.min(69, part * 35 + 35))) {
                        shards.write(row, outcome(SHAPE, row, 3));
                    }
                    shards.force();
                }
            }
            Map<Path, byte[]> files = files(place);
            assertThat(files.keySet().stream().map(Path::toString))
                    .containsExactly(
                            "best/00000.npy",
                            "best/00001.npy",
                            "best_latents/00000.npy",
                            "best_latents/00001.npy",
                            "elite_rewards/00000.npy",
                            "elite_rewards/00001.npy",
                            "elites/00000.npy",
                            "elites/00001.npy");
            if (!former.isEmpty()) {
                Map<Path, byte[]> others = former;
                files.forEach((path, bytes) -> assertThat(Arrays.equals(bytes, others.get(path)))
                        .as("%s, -Delites.test.seed=%d", path, SEED)
                        .isTrue());
            }
            former = files;
        }
    }

    @Test
    void shouldPutEverySearchInItsPlace() throws IOException {
        try (ResultShards shards = ResultShards.open(directory, SMALL)) {
            shards.write(2, outcome(SMALL, 2, 1));
            shards.write(1, outcome(SMALL, 1, 0));
            shards.force();
        }
        Outcome outcome = outcome(SMALL, 2, 1);
        assertThat(header("best/00000.npy")).contains("'<f4'", "'shape': (4, 2, 3)");
        assertThat(header("best_latents/00000.npy")).contains("'shape': (4, 5)");
        assertThat(header("elites/00000.npy")).contains("'shape': (4, 2, 2, 3)");
        assertThat(header("elite_rewards/00000.npy")).contains("'shape': (4, 2)");
        assertThat(row("best/00000.npy", 6, 2)).containsExactly(outcome.best().sample());
        assertThat(row("best_latents/00000.npy", 5, 2))
                .containsExactly(outcome.best().latent());
        float[] elites = Arrays.copyOf(outcome.elites().getFirst().sample(), 12);
        Arrays.fill(elites, 6, 12, Float.NaN);
        assertThat(row("elites/00000.npy", 12, 2)).containsExactly(elites);
        assertThat(row("elite_rewards/00000.npy", 2, 2))
                .containsExactly((float) outcome.elites().getFirst().reward(), Float.NaN);
        for (int row : new int[] {0, 1, 3}) {
            assertThat(row("best/00000.npy", 6, row)).containsOnly(Float.NaN);
            assertThat(row("elite_rewards/00000.npy", 2, row)).containsOnly(Float.NaN);
        }
    }

    @Test
    void shouldReplaceWhatASearchLeftThatIsRunAgain() throws IOException {
        try (ResultShards shards = ResultShards.open(directory, SMALL)) {
            shards.write(2, outcome(SMALL, 1, 2));
            shards.write(2, outcome(SMALL, 2, 0));
        }
        assertThat(row("elites/00000.npy", 12, 2)).containsOnly(Float.NaN);
    }

    @ParameterizedTest
    @CsvSource({
        // searches, channels, length, latent, elites: kept elites, rows of a file, files
        "100000, 2, 32, 64, 12, 12, 21845, 5",
        "1000, 2, 32, 64, 100000, 16384, 16, 63",
        "10, 2, 32, 64, 12, 12, 10, 1",
        "1000, 4, 1048576, 64, 12, 0, 4, 250",
        "1000, 4, 65536, 8, 12, 4, 16, 63",
        "3, 1024, 65536, 8, 1, 0, 1, 3"
    })
    void shouldFixTheLayoutByTheSizesAlone(
            int searches, int channels, int length, int latent, int elites, int kept, int rows, int files) {
        ResultShape shape = new ResultShape(searches, channels, length, latent, elites);
        assertThat(shape.keptElites()).isEqualTo(kept);
        assertThat(shape.rowsPerFile()).isEqualTo(rows);
        assertThat(shape.files()).isEqualTo(files);
        assertThat(shape.limitation().isPresent()).isEqualTo(kept < elites);
        shape.limitation()
                .ifPresent(text -> assertThat(text)
                        .startsWith("Of the up to " + elites + " elites of a search "
                                + (kept == 0 ? "none" : "the best " + kept)));
    }

    @Test
    void shouldKeepTheBestOfTooManyElites() throws IOException {
        ResultShape shape = new ResultShape(1, 1, 1 << 19, 2, 5);
        assertThat(shape.keptElites()).isEqualTo(2);
        Outcome outcome = outcome(shape, 0, 5);
        try (ResultShards shards = ResultShards.open(directory, shape)) {
            shards.write(0, outcome);
        }
        double[] best = outcome.elites().stream()
                .mapToDouble(Candidate::reward)
                .sorted()
                .limit(2)
                .toArray();
        float[] kept = row("elite_rewards/00000.npy", 2, 0);
        assertThat(outcome.elites().stream()
                        .map(elite -> (float) elite.reward())
                        .filter(reward -> reward <= best[1])
                        .toList())
                .containsExactly(kept[0], kept[1]);
    }

    @Test
    void shouldWriteNoElitesWhereOneIsTooLarge() {
        ResultShape shape = new ResultShape(1, 1, 1 << 21, 2, 5);
        try (ResultShards shards = ResultShards.open(directory, shape)) {
            shards.write(0, outcome(shape, 0, 1));
            assertThat(shards.holds(0)).isTrue();
        }
        assertThat(directory.resolve("elites")).doesNotExist();
    }

    /** Whichever operation fails, no half file stands under its name, and the row can be written again. */
    @Test
    void shouldWriteARowAgainThatCouldNotBeWritten() throws IOException {
        try (ResultShards shards = ResultShards.open(directory.resolve("whole"), SMALL)) {
            for (int row = 0; row < 3; row++) {
                shards.write(row, outcome(SMALL, row, 2));
            }
        }
        Map<Path, byte[]> whole = files(directory.resolve("whole"));
        boolean failed = true;
        int failures = 0;
        for (int n = 1; failed; n++) {
            Path place = directory.resolve("failing" + n);
            FailingFiles files = new FailingFiles(n);
            try (ResultShards shards = ResultShards.open(place, SMALL, files)) {
                for (int row = 0; row < 3; row++) {
                    try {
                        shards.write(row, outcome(SMALL, row, 2));
                        shards.force();
                    } catch (UncheckedIOException e) {
                        failures++;
                        assertThat(e)
                                .hasMessageContainingAll(place.toString(), "No space left", "check the free space");
                        files(place).forEach((path, bytes) -> assertThat(bytes).hasSameSizeAs(whole.get(path)));
                        shards.write(row, outcome(SMALL, row, 2));
                        shards.force();
                    }
                }
            }
            Map<Path, byte[]> written = files(place);
            assertThat(written).containsOnlyKeys(whole.keySet());
            written.forEach((path, bytes) -> assertThat(bytes).isEqualTo(whole.get(path)));
            failed = files.failed();
        }
        assertThat(failures).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "elites", "elite_rewards", "best_latents"})
    void shouldNotGoOnWithAFileOfAnotherLayout(String kind) throws IOException {
        Path file = directory.resolve(kind).resolve("00000.npy");
        try (ResultShards shards = ResultShards.open(directory, SMALL)) {
            assertThat(shards.holds(1)).isFalse();
            shards.write(1, outcome(SMALL, 1, 2));
            assertThat(shards.holds(1)).isTrue();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[70]++;
        for (byte[] other : List.of(bytes, Arrays.copyOf(bytes, bytes.length - 1))) {
            Files.write(file, other);
            try (ResultShards shards = ResultShards.open(directory, SMALL)) {
                assertThat(shards.holds(1)).isFalse();
                assertThatThrownBy(() -> shards.write(1, outcome(SMALL, 1, 2)))
                        .isInstanceOf(RunDirectoryException.class)
                        .hasMessageContainingAll(file.toString(), "move it away");
            }
        }
        Files.delete(file);
        try (ResultShards shards = ResultShards.open(directory, SMALL)) {
            assertThat(shards.holds(1)).isFalse();
        }
    }

    private static Outcome outcome(ResultShape shape, int row, int elites) {
        SplittableRandom random = new SplittableRandom(SEED + row);
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < elites; i++) {
            all.add(new Candidate(
                    9,
                    3 * i,
                    (float) random.nextDouble(),
                    floats(random, shape.latent()),
                    floats(random, shape.sample())));
        }
        List<Candidate> finalists = new ArrayList<>(all);
        finalists.add(new Candidate(
                4, 3, (float) random.nextDouble(), floats(random, shape.latent()), floats(random, shape.sample())));
        finalists.sort(Comparator.comparingDouble(Candidate::reward));
        return new Outcome(row, elites == 0 ? null : finalists.getFirst(), null, all, finalists);
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt() * 0x1p-20f;
        }
        return values;
    }

    private static Map<Path, byte[]> files(Path place) throws IOException {
        Map<Path, byte[]> files = new TreeMap<>();
        if (Files.exists(place)) {
            try (Stream<Path> paths = Files.walk(place)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    files.put(place.relativize(path), Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    private String header(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        return new String(bytes, 0, 128, StandardCharsets.ISO_8859_1);
    }

    /** Returns a row of an array whose header has 128 bytes, as those of small shapes do. */
    private float[] row(String name, int width, int row) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[width];
        bytes.position(128 + 4 * width * row).asFloatBuffer().get(values);
        return values;
    }
}
