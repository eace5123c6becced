package io.github.diffusionelites.batch.manifest;

import static io.github.diffusionelites.batch.manifest.ManifestFiles.doubles;
import static io.github.diffusionelites.batch.manifest.ManifestFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a manifest says that is not right, each in a whole sentence. */
class ManifestRefusalTest {

    private static final String ALLOWED =
            "allowed are id, seed, population, elites, elite_fraction, sense, rule, jitter,"
                    + " target, evaluations, generations, seconds, stagnation, improvement, collapse, weight, ";

    @TempDir
    private Path directory;

    private ManifestFiles files;

    @BeforeEach
    void setUp() {
        files = new ManifestFiles(directory);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                // Cells.
                arguments(
                        "goal.0,goal.1\n1,2\n\n1,abc\n",
                        "row 4, column \"goal.1\": \"abc\" is not a number; it must be a finite number."),
                arguments(
                        "weight\nnan\n",
                        "row 2, column \"weight\": \"nan\" is not a number; it must be a finite number."),
                arguments(
                        "weight\n1e39\n", "row 2, column \"weight\": 1.0E39 does not fit; it must be a finite number."),
                arguments("weight\n1e999\n", "row 2, column \"weight\": inf does not fit; it must be a finite number."),
                arguments(
                        "weight\n0x10\n",
                        "row 2, column \"weight\": \"0x10\" is not a number; it must be a finite number."),
                arguments(
                        "weight\n1d\n",
                        "row 2, column \"weight\": \"1d\" is not a number; it must be a finite number."),
                arguments(
                        "weight\n\u0661\n",
                        "row 2, column \"weight\": \"\\u0661\" is not a number; it must be a finite number."),
                arguments(
                        "weight\n+-1\n",
                        "row 2, column \"weight\": \"+-1\" is not a number; it must be a finite number."),
                arguments(
                        "id\n16777216\n",
                        "row 2, column \"id\": 16777216 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "id\n-1\n", "row 2, column \"id\": -1 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "id\n3.0\n",
                        "row 2, column \"id\": 3.0 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "id\n99999999999999999999\n",
                        "row 2, column \"id\": 1.0E20 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "seed\n9223372036854775808\n",
                        "row 2, column \"seed\": 9.223372036854776E18 does not fit; it must be an integer from"
                                + " -9223372036854775808 to 9223372036854775807."),
                arguments(
                        "population\n51\n",
                        "row 2, column \"population\": 51 does not fit; it must be an integer from 1 to 50."),
                arguments(
                        "elites\n51\n",
                        "row 2, column \"elites\": 51 does not fit; it must be at most the population, which is 50."),
                arguments(
                        "elites,elite_fraction\n5,0.1\n",
                        "row 2, column \"elites\": it must be left out where \"elite_fraction\" is given."),
                arguments(
                        "elite_fraction\n0\n",
                        "row 2, column \"elite_fraction\": 0 does not fit; it must be a number above 0.0, at most"
                                + " 1.0."),
                arguments(
                        "sense\nbest\n",
                        "row 2, column \"sense\": \"best\" does not fit; it must be one of \"maximize\","
                                + " \"minimize\"."),
                arguments(
                        "jitter\n-1\n",
                        "row 2, column \"jitter\": -1 does not fit; it must be a finite number of at least 0.0."),
                arguments(
                        "seconds\n2e9\n",
                        "row 2, column \"seconds\": 2.0E9 does not fit; it must be a number from 0.0 to 1.0E9."),
                arguments(
                        "target\ninf\n",
                        "row 2, column \"target\": \"inf\" is not a number; it must be a finite number."),
                // Rows.
                arguments(
                        "id\n3\n5\n3\n",
                        "row 4, column \"id\": the id 3 is that of row 2, too; no two searches may have the same."),
                arguments(
                        "id,seed\n1,1\n,2\n",
                        "row 3, column \"id\": the id 1 is that of row 2, too; no two searches may have the same."),
                arguments(
                        "goal.0,goal.1\n1,\n",
                        "row 2, column \"goal\": only 1 of 2 numbers are given; give all of them, or none."),
                arguments(
                        "id,seed\n1\n",
                        "row 2: the row has 1 cell, but needs 2; give each column a cell, which may be empty."),
                arguments(
                        "id\n1,2,\n",
                        "row 2: the row has 3 cells, but needs 1; give each column a cell, which may be empty."),
                arguments(
                        "id\n\"1\n",
                        "row 2: cell number 1 begins with a quote that does not end on its line; close it."),
                arguments(
                        "id,seed\n1,\"2\"3\n",
                        "row 2: cell number 2 goes on after its closing quote; write a comma there."),
                arguments(
                        "id\n1\"\n",
                        "row 2: cell number 1 has a quote inside; put the whole cell in quotes, and write a quote in it"
                                + " twice."),
                // Names.
                arguments(
                        "gaol.0\n1\n",
                        "row 1: the column \"gaol.0\" is unknown (was \"goal.0\" meant?); " + ALLOWED
                                + "goal.0, goal.1."),
                arguments(
                        "goal\n1\n",
                        "row 1: the column \"goal\" is unknown; its numbers have a column each, \"goal.0\" to"
                                + " \"goal.1\"; " + ALLOWED + "goal.0, goal.1."),
                arguments(
                        "variance_floor\n1\n",
                        "row 1: the column \"variance_floor\" is unknown; " + ALLOWED + "goal.0, goal.1."),
                arguments(
                        "goal.1,id\n1,2\n",
                        "row 1: the column \"goal.0\" is missing; give all 2 numbers of \"goal\", or none."),
                arguments("id,seed,id\n1,2,3\n", "row 1: columns number 1 and 3 are both \"id\"; leave one out."),
                arguments(
                        "weight,reward1.weight\n1,2\n",
                        "row 1: columns number 1 and 2 are both \"weight\"; leave one out."),
                arguments("id,\n1,2\n", "row 1: column number 2 has no name; name it, or leave it out."));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void shouldNameFileRowAndColumn(String table, String expected) {
        assertThat(files.refusal(() -> files.table("goals.csv", table))).containsExactly("goals.csv, " + expected);
    }

    static Stream<Arguments> lines() {
        String example = " write one object a line, such as {\"id\": 3, \"seed\": 5}.";
        return Stream.of(
                arguments(
                        "{}\n{\"goal\": [1]}",
                        "row 2, key \"goal\": [1] does not fit; it must be a list of 2 finite numbers, as in the job."),
                arguments(
                        "{\"goal\": [1, \"x\"]}",
                        "row 1, key \"goal\": [1, \"x\"] does not fit; it must be a list of 2 finite numbers, as in the"
                                + " job."),
                arguments(
                        "{\"goal\": {}}",
                        "row 1, key \"goal\": an object does not fit; it must be a list of 2 finite numbers, as in the"
                                + " job."),
                arguments(
                        "{\"weight\": true}", "row 1, key \"weight\": true does not fit; it must be a finite number."),
                arguments(
                        "{\"weight\": \"1\"}",
                        "row 1, key \"weight\": \"1\" is not a number; it must be a finite number."),
                arguments(
                        "{\"id\": 3.0}",
                        "row 1, key \"id\": 3.0 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "{\"goal.0\": 3}",
                        "row 1: the key \"goal.0\" is unknown; its numbers stand in a list, \"goal\"; " + ALLOWED
                                + "goal."),
                arguments("{\"id\": 3, \"id\": 3}", "row 1, key \"id\": it stands there twice; leave one out."),
                arguments(
                        "{\"goal\": [1, 2], \"reward1.goal\": [1, 2]}",
                        "row 1, key \"reward1.goal\": it stands there twice; leave one out."),
                arguments("[1]", "row 1: this is not a JSON object;" + example),
                arguments("{} {}", "row 1: something follows the JSON object;" + example),
                arguments("{\"id\": 3", "row 1: this is not JSON (at character 9);" + example),
                arguments("{\"weight\": NaN}", "row 1: this is not JSON (at character 15);" + example));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void shouldNameFileRowAndKey(String table, String expected) {
        assertThat(files.refusal(() -> files.table("goals.ndjson", table)))
                .containsExactly("goals.ndjson, " + expected);
    }

    static Stream<Arguments> jobs() {
        String exactly = "; leave one out.";
        return Stream.of(
                arguments(
                        "searches = [{ id = 7 }, { gaol = [1, 2] }]",
                        "line 16: the key \"gaol\" is unknown (was \"goal\" meant?); " + ALLOWED + "goal."),
                arguments(
                        "[[manifest.searches]]\nseed = 1\n[[manifest.searches]]\nid = -4",
                        "line 18, key \"id\": -4 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        "searches = [{ goal = [1, 2], reward1.goal = [1, 2] }]",
                        "line 16, key \"reward1.goal\": it stands for the same as another key" + exactly),
                arguments(
                        "searches = []",
                        "line 16: the key \"searches\" of [manifest] is [], but must be at least one table, written"
                                + " [[manifest.searches]]."),
                arguments(
                        "first_id = 16777215\nsearches = [{}, {}]",
                        "line 17: the id 16777216, which is \"first_id\" and the number of rows before, must be below"
                                + " 16777216; start at a smaller one."),
                arguments(
                        "grid.seed = [1, 2.5]",
                        "line 16: value number 2 of \"seed\": 2.5 does not fit; it must be an integer from"
                                + " -9223372036854775808 to 9223372036854775807."),
                arguments(
                        "grid.seed = []",
                        "line 16: the key \"seed\" of [manifest.grid] is [], but must be a list of at least one value,"
                                + " such as seed = [1, 2]."),
                arguments(
                        "grid.goal = [0.4, [1, 2]]",
                        "line 16: value number 1 of \"goal\": 0.4 does not fit; it must be a list of 2 finite numbers,"
                                + " as in the job."),
                arguments(
                        "grid.sed = [1]",
                        "line 16: the key \"sed\" is unknown (was \"seed\" meant?); " + ALLOWED + "goal."),
                arguments(
                        "grid = {}",
                        "line 16: in [manifest.grid] it has no list; name at least one, such as seed = [1, 2]."),
                arguments(
                        "grid = { weight = [1], reward1.weight = [2] }",
                        "line 16: the keys \"weight\" and \"reward1.weight\" stand for the same" + exactly),
                arguments(
                        "grid.seed = [3, 4]\ngrid.id = [1]",
                        "row 1 of [manifest.grid], key \"id\": the id 1 is that of row 0 of [manifest.grid], too; no"
                                + " two searches may have the same."),
                arguments(
                        "grid.population = [50, 4]\ngrid.elites = [5]",
                        "row 1 of [manifest.grid], key \"elites\": 5 does not fit; it must be at most the population,"
                                + " which is 4."),
                arguments(
                        "file = \"goals.txt\"",
                        "line 16: the key \"file\" of [manifest] is \"goals.txt\", but must be a file whose name ends"
                                + " in .csv, .ndjson, .jsonl or .npy."),
                arguments(
                        "file = \"a\\u0000.csv\"",
                        "line 16: the key \"file\" of [manifest] is \"a\\u0000.csv\", but must be the path of a file."),
                arguments(
                        "file = \"goals.npy\"",
                        "line 15: the key \"columns\" of [manifest] is missing; it must be a list of texts such as"
                                + " [\"goal.0\", \"goal.1\"]."),
                arguments(
                        "file = \"goals.csv\"\ncolumns = [\"id\"]",
                        "line 17: the key \"columns\" of [manifest] is of use with an .npy file alone; leave it out."),
                arguments(
                        "grid.seed = [1]\ncolumns = [\"id\"]",
                        "line 17: the key \"columns\" of [manifest] is of use with an .npy file alone; leave it out."),
                arguments(
                        "grid.seed = [1]\nfile = \"goals.csv\"",
                        "line 16: the key \"grid\" of [manifest] stands beside \"file\", but the searches come from one"
                                + " table; leave one out."),
                arguments(
                        "first_id = 3",
                        "line 15: in [manifest] one of \"file\", \"searches\" and \"grid\" is missing; name the table"
                                + " of the searches."),
                arguments(
                        "grid.seed = [1]\nfirst = 3",
                        "line 17: the key \"first\" of [manifest] is unknown; allowed here are columns, file, first_id,"
                                + " grid, searches."));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void shouldNameTheLineOfTheJob(String manifest, String expected) {
        assertThat(files.refusal(() -> files.job("[manifest]\n" + manifest + "\n")))
                .containsExactly("job.toml, " + expected);
    }

    @Test
    void shouldKnowTheIdOfARowThatIsWrongElsewhere() {
        assertThat(files.refusal(() -> files.table("goals.csv", "id,seed\n3,x\n3,1\n")))
                .containsExactly(
                        "goals.csv, row 2, column \"seed\": \"x\" is not a number; it must be an integer from"
                                + " -9223372036854775808 to 9223372036854775807.",
                        "goals.csv, row 3, column \"id\": the id 3 is that of row 2, too; no two searches may have the"
                                + " same.");
    }

    @Test
    void shouldRefuseAGridThatIsTooLarge() {
        String list = "[" + "1, ".repeat(1024) + "1]";
        assertThat(files.refusal(() -> files.job("[manifest.grid]\nseed = " + list + "\nweight = " + list
                        + "\njitter = " + list + "\ntarget = " + list + "\n")))
                .containsExactly("job.toml, line 16: the grid has more than 16777216 searches, but their ids must be"
                        + " below 2^24; take values out of [\"seed\", \"weight\", \"jitter\", \"target\"].");
    }

    @Test
    void shouldAskForElitesWhereThePopulationIsLessThanThoseOfTheJob() {
        String job = ManifestFiles.JOB.replace("seed = 7", "elites = 20") + "[manifest]\ngrid.population = [10]\n";
        assertThat(files.refusal(() -> files.read(job)))
                .containsExactly(
                        "job.toml, row 0 of [manifest.grid], key \"population\": 10 does not fit; it must be at least"
                            + " the number of elites of the job, which is 20, or \"elites\" or \"elite_fraction\" be"
                            + " given, too.");
    }

    @Test
    void shouldAskWhichRewardIsMeant() {
        String more = "[[reward]]\nterm = \"obstacles\"\nballs = [[1, 2, 3]]\n[manifest]\n";
        assertThat(files.refusal(() -> files.job(more + "grid.weight = [1]\n")))
                .containsExactly(
                        "job.toml, line 19: the key \"weight\" stands in more than one [[reward]]; say which by"
                                + " reward1.weight or reward2.weight.");
        assertThat(files.refusal(() -> files.job(more + "searches = [{ balls = [[1, 2, 0]] }]\n")))
                .containsExactly("job.toml, line 19, key \"balls\": [[1, 2, 0]] does not fit; it must be a list of 1"
                        + " lists of 3 finite numbers, the last of each above 0, as in the job.");
        files.write("t.csv", "balls.0,balls.1,balls.2\n1,2,0\n".getBytes(StandardCharsets.UTF_8));
        assertThat(files.refusal(() -> files.job(more + "file = \"t.csv\"\n")))
                .containsExactly(
                        "t.csv, row 2, column \"balls.2\": 0 does not fit; it must be a finite number above" + " 0.0.");
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                arguments(
                        npy("<f8", "(2, 1)", doubles(1, 2.5)),
                        List.of("id"),
                        "goals.npy, row 1, column \"id\": 2.5 does not fit; it must be an integer from 0 to 16777215."),
                arguments(
                        npy("<f8", "(1, 1)", doubles(1e17)),
                        List.of("seed"),
                        "goals.npy, row 0, column \"seed\": 1.0E17 does not fit; it must be an integer from"
                                + " -9223372036854775808 to 9223372036854775807."),
                arguments(
                        npy("<f8", "(1, 1)", doubles(Double.NEGATIVE_INFINITY)),
                        List.of("target"),
                        "goals.npy, row 0, column \"target\": -inf does not fit; it must be a finite number."),
                arguments(
                        npy("<f8", "(1, 2)", doubles(1, Double.NaN)),
                        List.of("goal.0", "goal.1"),
                        "goals.npy, row 0, column \"goal\": only 1 of 2 numbers are given; give all of them, or none."),
                arguments(
                        npy("<f8", "(1, 1)", doubles(1)),
                        List.of("sense"),
                        "job.toml, line 17: the key \"columns\" of [manifest]: the column \"sense\" has words, which an"
                                + " array of numbers cannot hold; leave it to [search]."),
                arguments(
                        npy("<f8", "(1, 1)", doubles(1)),
                        List.of("goal.0"),
                        "job.toml, line 17: the key \"columns\" of [manifest]: the column \"goal.1\" is missing; give"
                                + " all 2 numbers of \"goal\", or none."),
                arguments(
                        npy("<f8", "(1, 2)", doubles(1, 2)),
                        List.of("id"),
                        "The array goals.npy has 2 columns, but \"columns\" of [manifest] names 1; name each."),
                arguments(
                        npy("<f8", "(2,)", doubles(1, 2)),
                        List.of("id"),
                        "The array goals.npy has the shape [2], but a manifest has two dimensions, rows and columns;"
                                + " reshape it."),
                arguments(
                        npy("<f8", "(0, 1)", doubles()),
                        List.of("id"),
                        "The manifest goals.npy has no search; it needs at least one row."),
                arguments(
                        npy("<f8", "(3, 1)", doubles(1, 2)),
                        List.of("id"),
                        "The array goals.npy has 16 bytes of data, but its shape [3, 1] of <f8 needs 24; save it again"
                                + " by numpy.save."));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void shouldNameTheRowOfAnArray(byte[] array, List<String> columns, String expected) {
        assertThat(files.refusal(() -> files.table("goals.npy", array, columns.toArray(String[]::new))))
                .containsExactly(expected);
    }

    @Test
    void shouldShowTheFirstTwentyProblemsOfManyRows() {
        List<String> problems = files.refusal(() -> files.table("goals.csv", "weight\n" + "x\n".repeat(30_000)));

        assertThat(problems).hasSize(21);
        assertThat(problems.getFirst()).startsWith("goals.csv, row 2, ");
        assertThat(problems.get(19)).startsWith("goals.csv, row 21, ");
        assertThat(problems.getLast()).isEqualTo("goals.csv: there are 29980 more problems.");
    }

    @Test
    void shouldSayWhatIsWrongWithTheJobBeforeItsTable() {
        files.write("t.csv", "nothing".getBytes(StandardCharsets.UTF_8));
        assertThat(files.refusal(() -> files.job("[stop]\ntarget = nan\n[manifest]\nfile = \"t.csv\"\n")))
                .containsExactly(
                        "job.toml, line 16: the key \"target\" of [stop] is nan, but must be a finite number.");
    }
}
