package io.github.diffusionelites.batch.manifest;

import static io.github.diffusionelites.batch.manifest.ManifestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.Manifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand searches of each kind. */
class LargeManifestTest {

    private static final int ROWS = 100_000;

    @TempDir
    private Path directory;

    private ManifestFiles files;

    @BeforeEach
    void setUp() {
        files = new ManifestFiles(directory);
    }

    @Test
    void shouldReadManySearchesOfEachKind() {
        StringBuilder csv = new StringBuilder("id,goal.0,goal.1,target\n");
        StringBuilder json = new StringBuilder();
        ByteBuffer data = ByteBuffer.allocate(4 * ROWS * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < ROWS; i++) {
            int id = ROWS - i;
            double x = i % 1000 / 1000.0;
            double target = i % 100 / 1000.0;
            csv.append(id + "," + x + ",0.5," + target + "\n");
            json.append("{\"goal\": [" + x + ", 0.5], \"id\": " + id + ", \"target\": " + target + "}\n");
            data.putDouble(id).putDouble(x).putDouble(0.5).putDouble(target);
        }
        Manifest cells = files.table("t.csv", csv.toString()).manifest();
        Manifest objects = files.table("t.ndjson", json.toString()).manifest();
        byte[] array = npy("<f8", "(" + ROWS + ", 4)", data.flip());
        Manifest numbers =
                files.table("t.npy", array, "id", "goal.0", "goal.1", "target").manifest();

        assertThat(cells.searches()).hasSize(ROWS);
        assertThat(objects.digest()).isEqualTo(cells.digest()).isEqualTo(numbers.digest());
        // Equal rules are one object.
        assertThat(cells.searches().get(205).rules())
                .isSameAs(cells.searches().get(5).rules());
    }

    @Test
    void shouldReadALargeGrid() {
        String list = IntStream.range(0, 500).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        Manifest manifest = files.job("[manifest.grid]\nseed = " + list + "\nweight = "
                        + list.replace("499", "499, 500").replace("[0, ", "["))
                .manifest();

        assertThat(manifest.searches()).hasSize(250_000);
        assertThat(manifest.searches().getLast().seed()).isEqualTo(499);
        assertThat(manifest.searches().getLast().instance().rewardParameters()[0])
                .isEqualTo(500);
    }

    @Test
    void shouldReadAListOfSearches() {
        // As many as a mebibyte holds: the parser of TOML takes 6 KiB of memory for each.
        int rows = 25_000;
        String list = IntStream.range(0, rows)
                .mapToObj(i -> "{ id = " + (2 * i) + ", goal = [0.4, 0.2] },\n")
                .collect(Collectors.joining());
        Manifest manifest =
                files.job("[manifest]\nsearches = [\n" + list + "]\n").manifest();

        assertThat(manifest.searches()).hasSize(rows);
        assertThat(manifest.searches().getLast().id()).isEqualTo(2 * rows - 2);
    }
}
