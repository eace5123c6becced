package io.github.diffusionelites.batch.manifest;

import static io.github.diffusionelites.batch.manifest.ManifestFiles.doubles;
import static io.github.diffusionelites.batch.manifest.ManifestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.batch.ManifestSource;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.StoppingRules;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestKindsTest {

    @TempDir
    private Path directory;

    private ManifestFiles files;

    @BeforeEach
    void setUp() {
        files = new ManifestFiles(directory);
    }

    @Test
    void shouldFillInWhatTheJobSays() {
        BatchJob job = files.job("""
            [stop]
            target = 0.02
            seconds = 1.5
            [manifest]
            searches = [{}, { goal = [1, -2.5] }]
            """);

        Manifest manifest = job.manifest();
        assertThat(manifest.parameterNames()).containsExactly("weight", "goal.0", "goal.1");
        assertThat(manifest.searches()).extracting(ManifestSearch::row).containsExactly(0, 1);
        assertThat(manifest.searches()).extracting(ManifestSearch::id).containsExactly(0, 1);
        assertThat(manifest.searches()).extracting(ManifestSearch::seed).containsExactly(7L, 7L);
        ManifestSearch first = manifest.searches().getFirst();
        assertThat(first.rules())
                .isEqualTo(StoppingRules.NONE.withTarget(0.02).withTime(Duration.ofMillis(1500)))
                .isSameAs(manifest.searches().getLast().rules());
        assertThat(job.stop()).isEqualTo(first.rules());
        assertThat(first.instance().active()).isEqualTo(50);
        assertThat(first.instance().elites()).isEqualTo(5);
        assertThat(first.instance().sense()).isEqualTo(Sense.MINIMIZE);
        assertThat(first.instance().rewardParameters()).containsExactly(1, 0.4f, 0.2f);
        assertThat(manifest.searches().getLast().instance().rewardParameters()).containsExactly(1, 1, -2.5f);
    }

    @Test
    void shouldTakeEverySettingOfARow() {
        ManifestSearch search = files.job("""
            [manifest]
            first_id = 16777214
            [[manifest.searches]]
            seed = -9223372036854775808
            population = 20
            elite_fraction = 0.25
            sense = "maximize"
            rule = "threshold"
            jitter = 0.5
            target = -3
            evaluations = 9223372036854775807
            generations = 2
            seconds = 0.000001
            stagnation = 4
            improvement = 1e-3
            collapse = 0.01
            weight = -2
            """).manifest().searches().getFirst();

        assertThat(search.id()).isEqualTo(16777214);
        assertThat(search.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(search.instance().active()).isEqualTo(20);
        assertThat(search.instance().elites()).isEqualTo(5);
        assertThat(search.instance().sense()).isEqualTo(Sense.MAXIMIZE);
        assertThat(search.instance().rule()).isEqualTo(SelectionRule.THRESHOLD);
        assertThat(search.instance().jitter()).isEqualTo(0.5);
        assertThat(search.instance().rewardParameters()).containsExactly(-2, 0.4f, 0.2f);
        assertThat(search.rules())
                .isEqualTo(new StoppingRules(-3, Long.MAX_VALUE, 2, Duration.ofNanos(1000), 4, 1e-3, 0.01));
    }

    @Test
    void shouldTakeFloorsOfADiagonalProposal() {
        ManifestSearch search = files.read(ManifestFiles.JOB.replace("seed = 7", "proposal = \"diagonal\"")
                        + "[manifest]\nsearches = [{ variance_floor = 0.5, deviation_floor = 0.25 }]\n")
                .manifest()
                .searches()
                .getFirst();

        assertThat(search.instance().varianceFloor()).isEqualTo(0.5);
        assertThat(search.instance().deviationFloor()).isEqualTo(0.25);
    }

    @Test
    void shouldTakeAShareOfThePopulationOfTheRow() {
        assertThat(files.table("t.csv", "population,elites\n20,\n9,\n50,7\n")
                        .manifest()
                        .searches())
                .extracting(search -> search.instance().elites())
                .containsExactly(2, 1, 7);
    }

    @Test
    void shouldGiveTheSameSearchesForTheSameTable() {
        List<Manifest> manifests = List.of(
                files.table("t.csv", """
                    id,seed,goal.0,goal.1,target,population
                    3,5,0.25,-1.5,0.125,50
                    9,7,0.4,0.2,,20
                    4,-1,0.1,0,1e-3,
                    """).manifest(),
                files.table("t.ndjson", """
                    {"id": 3, "seed": 5, "goal": [0.25, -1.5], "target": 0.125, "population": 50}
                    {"population": 20, "id": 9}
                    {"id": 4, "seed": -1, "goal": [0.1, -0.0], "target": 1E-3, "population": null}
                    """).manifest(),
                files.table(
                                "t.npy",
                                npy(
                                        "<f8",
                                        "(3, 6)",
                                        doubles(
                                                3,
                                                5,
                                                0.25,
                                                -1.5,
                                                0.125,
                                                50,
                                                9,
                                                7,
                                                0.4,
                                                0.2,
                                                Double.NaN,
                                                20,
                                                4,
                                                -1,
                                                0.1,
                                                -0.0,
                                                1e-3,
                                                Double.NaN)),
                                "id",
                                "seed",
                                "goal.0",
                                "goal.1",
                                "target",
                                "population")
                        .manifest(),
                files.job("""
                    [manifest]
                    searches = [
                        { id = 3, seed = 5, goal = [0.25, -1.5], target = 0.125 },
                        { id = 9, population = 20, reward1.goal = [0.4, 0.2] },
                        { id = 4, seed = -1, goal = [0.1, 0], target = 0.001 },
                    ]
                    """).manifest());

        assertThat(manifests)
                .extracting(Manifest::searches)
                .containsOnly(manifests.getFirst().searches());
        assertThat(manifests)
                .extracting(Manifest::digest)
                .containsOnly(manifests.getFirst().digest());
        assertThat(manifests)
                .extracting(manifest -> manifest.source().kind())
                .containsExactly(
                        ManifestSource.Kind.CSV,
                        ManifestSource.Kind.NDJSON,
                        ManifestSource.Kind.NPY,
                        ManifestSource.Kind.SEARCHES);
        assertThat(manifests.getFirst().searches()).hasSize(3);
        assertThat(manifests.getFirst().source().file())
                .isEqualTo(directory.resolve("t.csv").toString());
    }

    @Test
    void shouldRunTheLastKeyOfAGridFastest() {
        Manifest manifest = files.job("""
            [manifest]
            first_id = 10
            [manifest.grid]
            seed = [1, 2]
            goal = [[0.5, 0.25], [1, 2], [0, 0]]
            reward1.weight = [1, -1]
            """).manifest();

        assertThat(manifest.searches()).hasSize(12);
        assertThat(manifest.searches())
                .extracting(ManifestSearch::id)
                .startsWith(10, 11)
                .endsWith(20, 21);
        assertThat(manifest.searches())
                .extracting(ManifestSearch::seed)
                .containsExactly(1L, 1L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L, 2L, 2L);
        assertThat(manifest.searches().get(3).instance().rewardParameters()).containsExactly(-1, 1, 2);
        assertThat(manifest)
                .isEqualTo(new Manifest(
                        manifest.searches(), manifest.parameterNames(), manifest.digest(), manifest.source()));
        assertThat(manifest.digest())
                .isEqualTo(files.table("t.csv", """
                    id,seed,goal.0,goal.1,weight
                    10,1,0.5,0.25,1
                    11,1,0.5,0.25,-1
                    12,1,1,2,1
                    13,1,1,2,-1
                    14,1,0,0,1
                    15,1,0,0,-1
                    16,2,0.5,0.25,1
                    17,2,0.5,0.25,-1
                    18,2,1,2,1
                    19,2,1,2,-1
                    20,2,0,0,1
                    21,2,0,0,-1
                    """).manifest().digest());
    }

    @Test
    void shouldNumberRewardsWhereAKeyIsNotOneAlone() {
        String more = """
            [[reward]]
            term = "obstacles"
            balls = [[0.1, 0.2, 0.05], [1, 2, 3]]
            [[reward]]
            term = "linear"
            slope = [1, 2, 3, 4, 5, 6, 7, 8]
            """;
        String balls = "balls.0,balls.1,balls.2,balls.3,balls.4,balls.5";
        Manifest cells = files.read(
                        csv(more, "reward2.weight,goal.0,reward1.goal.1," + balls + "\n-1,3,4,1,2,3,4,5,6\n"))
                .manifest();
        Manifest lists = files.job(more + """
            [manifest]
            searches = [{ reward2.weight = -1, goal = [3, 4], balls = [[1, 2, 3], [4, 5, 6]] }]
            """).manifest();

        assertThat(cells.searches()).isEqualTo(lists.searches());
        assertThat(cells.searches().getFirst().instance().rewardParameters())
                .containsExactly(1, 3, 4, -1, 1, 2, 3, 4, 5, 6, 1, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(cells.parameterNames())
                .startsWith("reward1.weight", "goal.0", "goal.1", "reward2.weight", "balls.0", "balls.1")
                .endsWith(
                        "reward3.weight",
                        "slope.0",
                        "slope.1",
                        "slope.2",
                        "slope.3",
                        "slope.4",
                        "slope.5",
                        "slope.6",
                        "slope.7");
    }

    private String csv(String more, String table) {
        files.write("t.csv", table.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return ManifestFiles.JOB + more + "[manifest]\nfile = \"t.csv\"\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,goal.0,goal.1\n3,1,2\n4,5,6\n",
                "id,goal.0,goal.1\n3,1,2\n4,5,6",
                "\ufeffid,goal.0,goal.1\r\n3,1,2\r\n4,5,6\r\n",
                "\n\"id\",\"goal.0\",\"goal.1\"\n\n\"3\",\"1\",\"2\"\n  \n4,\"5\",6\n\n",
                " id , goal.0,goal.1\t\n +3, 1e0 ,2.\n04,50E-1,6.0\n"
            })
    void shouldReadWhatIsCommaSeparated(String table) {
        assertThat(files.table("T.CSV", table).manifest().searches())
                .isEqualTo(files.job("[manifest]\nsearches = [{id = 3, goal = [1, 2]}, {id = 4, goal = [5, 6]}]\n")
                        .manifest()
                        .searches());
    }

    @Test
    void shouldReadLinesOfJson() {
        assertThat(files.table("t.jsonl", "\ufeff{\"id\":3,\"sense\":\"maximize\"}\r\n\r\n {} \n{\"weight\": 2.50e0}")
                        .manifest()
                        .searches())
                .extracting(ManifestSearch::id)
                .containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f4", "<f8", "<i4", "<i8"})
    void shouldReadEveryTypeOfArray(String type) {
        ByteBuffer data = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        for (int i : new int[] {3, 1, -2, 4, 5, 6}) {
            switch (type) {
                case "<f4" -> data.putFloat(i);
                case "<f8" -> data.putDouble(i);
                case "<i4" -> data.putInt(i);
                default -> data.putLong(i);
            }
        }
        byte[] array = npy(type, "(2, 3)", data.flip());

        assertThat(files.table("t.npy", array, "id", "goal.0", "goal.1")
                        .manifest()
                        .searches())
                .isEqualTo(files.job("[manifest]\nsearches = [{id = 3, goal = [1, -2]}, {id = 4, goal = [5, 6]}]\n")
                        .manifest()
                        .searches());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shape\":(2,1),\"fortran_order\":False,\"descr\":\"<f8\"}",
                "  { 'descr' : '<f8' , 'fortran_order' : False , 'shape' : ( 2 , 1 , ) , }   ",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 1L), }"
            })
    void shouldReadHeadersAsPythonWritesThem(String header) {
        for (int version = 1; version <= 3; version++) {
            assertThat(files.table("t.npy", npy(header, version, doubles(1, 2)), "weight")
                            .manifest()
                            .searches())
                    .extracting(search -> search.instance().rewardParameters()[0])
                    .containsExactly(1f, 2f);
        }
    }

    @Test
    void shouldTellSearchesApartByTheDigest() {
        String table = "[manifest]\nsearches = [{ id = 1 }, { id = 2 }]\n";
        String digest = files.job(table).manifest().digest();

        assertThat(files.job("[stop]\nseconds = 0\n" + table).manifest().digest())
                .isEqualTo(digest)
                .hasSize(64);
        for (String other : List.of(
                table.replace("id = 1 ", "id = 3 "),
                table.replace("id = 1 ", "id = 1, seed = 8 "),
                table.replace("id = 1 ", "id = 1, weight = 1.0000001 "),
                table.replace("id = 1 ", "id = 1, sense = \"maximize\" "),
                table.replace("id = 1 ", "id = 1, rule = \"threshold\" "),
                table.replace("id = 1 ", "id = 1, elites = 6 "),
                table.replace("id = 1 ", "id = 1, population = 49, elites = 5 "),
                table.replace("{ id = 1 }, { id = 2 }", "{ id = 2 }, { id = 1 }"),
                table.replace("{ id = 1 }, ", ""),
                "[stop]\ntarget = 0\n" + table,
                "[stop]\ngenerations = 2\n" + table,
                "[stop]\nevaluations = 100\n" + table,
                "[stop]\nseconds = 0.000001\n" + table,
                "[stop]\nstagnation = 1\n" + table,
                "[stop]\nimprovement = 1\n" + table,
                "[stop]\ncollapse = 1\n" + table)) {
            assertThat(files.job(other).manifest().digest()).as(other).isNotEqualTo(digest);
        }
    }
}
