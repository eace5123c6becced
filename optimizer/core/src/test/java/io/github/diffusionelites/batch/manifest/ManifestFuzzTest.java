package io.github.diffusionelites.batch.manifest;

import static io.github.diffusionelites.batch.manifest.ManifestFiles.doubles;
import static io.github.diffusionelites.batch.manifest.ManifestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.StoppingRules;
import io.github.diffusionelites.support.Refusals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a table, of which the first tells the kind: searches of their own ids, or refusals. */
class ManifestFuzzTest {

    private static final ManifestSource.Kind[] KINDS = {
        ManifestSource.Kind.CSV, ManifestSource.Kind.NDJSON, ManifestSource.Kind.NPY
    };

    private static final ManifestReader READER = new ManifestReader(
            Path.of("fuzzed.toml"),
            new ManifestDefaults(
                    SearchSettings.builder()
                            .population(50)
                            .fidelity(FidelitySchedule.constant(1, 3))
                            .build(),
                    OptionalDouble.of(0.1),
                    List.of(new RewardPart.GoalDistance(1, List.of(0.4, 0.2))),
                    StoppingRules.NONE,
                    0));

    static Stream<byte[]> seeds() {
        return Stream.concat(
                Stream.of(
                                "0id,seed,goal.0,goal.1\n3,5,0.25,-1.5\n,,,\n",
                                "0\ufeff\"sense\", target\r\n\"maximize\",\"1e-3\"\r\n",
                                "1{\"id\": 3, \"goal\": [0.25, -1.5], \"sense\": null}\n\n{}\n",
                                "1{\"population\": 20, \"elite_fraction\": 0.5, \"jitter\": {\"a\": [[]]}}",
                                "",
                                "2\u0093NUMPY")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(prefixed(npy("<f8", "(2, 3)", doubles(3, 0.25, -1.5, Double.NaN, 1, 2)))));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void shouldReadOrRefuse(byte[] input) {
        if (input == null || input.length == 0) {
            return;
        }
        ManifestSource.Kind kind = KINDS[Math.floorMod(input[0] - '0', KINDS.length)];
        Path path = Path.of("fuzzed." + kind);
        byte[] contents = Arrays.copyOfRange(input, 1, input.length);
        TableSource.File file = new TableSource.File(path, kind, List.of("id", "goal.0", "goal.1"), 1);
        Manifest manifest;
        try {
            manifest = READER.read(file, TableBytes.of(path, contents));
        } catch (JobException e) {
            e.getMessage().lines().forEach(line -> Refusals.requireSentence(line, path));
            return;
        }
        assertThat(manifest.searches()).isNotEmpty();
        assertThat(manifest.searches().stream().map(ManifestSearch::id).distinct())
                .hasSameSizeAs(manifest.searches());
        assertThat(READER.read(file, TableBytes.of(path, contents))).isEqualTo(manifest);
    }

    private static byte[] prefixed(byte[] array) {
        byte[] input = new byte[array.length + 1];
        input[0] = '2';
        System.arraycopy(array, 0, input, 1, array.length);
        return input;
    }
}
