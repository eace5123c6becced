package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.run.job.BatchJobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Jobs of many searches whose device fails. */
@Timeout(120)
class BatchFaultTest {

    @TempDir
    private Path directory;

    private Path job;
    private Path out;

    @BeforeEach
    void nameFiles() throws IOException {
        job = Files.writeString(directory.resolve("goals.toml"), TinyBatch.of(6, TinyBatch.GOAL, TinyBatch.seeds(8)));
        out = directory.resolve("out");
    }

    /** Eight would need some 70 kB. */
    @Test
    void shouldPlanAsManyPlacesAsTheMemoryHas() throws Exception {
        CommandLineRun plan = emulated("ELITES_EMULATOR_MEMORY=32768", "--dry-run");
        assertThat(plan.out()).as(plan.err()).contains("8 searches, 3 at a time");

        CommandLineRun run = emulated("ELITES_EMULATOR_MEMORY=32768");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("Out of memory");
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    /** All of these allocations are the first pool's. */
    @ParameterizedTest
    @ValueSource(ints = {3, 15, 40})
    void shouldGoOnWithFewerPlacesWhereMemoryIsShort(int allocation) throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuMemAlloc:" + allocation + ":2");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).containsOnlyOnce("Out of memory with places for 8 searches, going on with 4");
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    /** A launch finds no memory, and then the pool that is made in its place does not either. */
    @Test
    void shouldGoOnWithFewerPlacesTwice() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:4:2,cuMemAlloc:60:2");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .containsOnlyOnce("Out of memory with places for 8 searches, going on with 4")
                .containsOnlyOnce("Out of memory with places for 4 searches, going on with 2");
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    /** The 4th launch of a graph is in the middle of the job. */
    @Test
    void shouldGoOnWithFewerPlacesWhereMemoryRunsShort() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:4:2");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).containsOnlyOnce("Out of memory with places for 8 searches, going on with 4");
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    /** By then some searches are finished, others are on their way, and no fewer places are possible. */
    @Test
    void shouldEndWhereMemoryRunsShortForASingleSearch() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:20:2", "--places", "1");

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        requireSomeFinished();
        requireResumable();
    }

    /** A launch finds no memory, and no smaller pool does either: where its searches were is not lost. */
    @Test
    void shouldKeepStatesWhereNoSmallerPoolFits() throws Exception {
        String faults =
                IntStream.range(60, 80).mapToObj(n -> ",cuMemAlloc:" + n + ":2").collect(Collectors.joining());

        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:4:2" + faults);

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("going on with 4", "going on with 2", "going on with 1");
        String manifest = BatchJobFile.read(job).manifest().digest();
        assertThat(TaskStates.read(out.resolve("checkpoint/worker-0.states"), manifest))
                .hasSize(8)
                .allMatch(state -> state.generation() > 0);
        requireResumable();
    }

    @Test
    void shouldEndWhereNotEvenOneSearchFits() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_MEMORY=4096");

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        requireResumable();
    }

    @Test
    void shouldGoOnAfterTheDeviceWasLost() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:4:719");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("719").doesNotContain("\tat ");
        assertThat(out.resolve("checkpoint/worker-0.states")).isNotEmptyFile();
        requireResumable();
    }

    /** With two places at a time some searches are finished by then, and others are on their way. */
    @Test
    void shouldGoOnAfterTheDeviceWasLostInTheMiddle() throws Exception {
        CommandLineRun run = emulated("ELITES_EMULATOR_FAIL=cuGraphLaunch:20:719", "--places", "2");

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("719").doesNotContain("\tat ");
        requireSomeFinished();
        requireResumable();
    }

    /** Each worker has a device of its own, whose memory runs short. */
    @Test
    void shouldGoOnWithFewerPlacesInWorkers() throws Exception {
        CommandLineRun run = emulated(
                "ELITES_EMULATOR_DEVICES=2 ELITES_EMULATOR_FAIL=cuGraphLaunch:4:2", "--workers", "cuda:0,cuda:1");

        assertThat(run.code()).as(run.err()).isZero();
        // One that starts late may find nothing left to do.
        assertThat(run.err())
                .containsPattern("Worker [01] .cuda:[01].: Out of memory with places for")
                .doesNotContain(" ended");
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    /** A worker less would be a job that is slower than it was asked to be, without a word. */
    @ParameterizedTest
    @CsvSource({"'cpu,abacus', 3, abacus", "'cpu,cpu:9', 3, cpu:9", "gpu9, 2, KIND:INDEX", "'', 2, KIND:INDEX"})
    void shouldNotBeginWithoutTheDeviceOfAWorker(String devices, int code, String said) {
        List<Object> words = List.of("batch", job, "--out", out, "--workers", devices);
        List<Object> rehearsed =
                Stream.concat(words.stream(), Stream.of("--dry-run")).toList();
        for (List<Object> line : List.of(words, rehearsed)) {
            CommandLineRun run = CommandLineRun.of(line.toArray());

            assertThat(run.code()).as(run.err()).isEqualTo(code);
            assertThat(run.err()).contains(said);
            assertThat(out).doesNotExist();
        }
    }

    /** A worker without memory for a single search, or whose device is lost, says so and ends; the last ends the job. */
    @ParameterizedTest
    @CsvSource({"2, 4", "719, 1"})
    void shouldEndWhereAllWorkersFail(int error, int code) throws Exception {
        CommandLineRun run = emulated(
                "ELITES_EMULATOR_DEVICES=2 ELITES_EMULATOR_FAIL=cuGraphLaunch:12:" + error,
                "--workers",
                "cuda:0,cuda:1",
                "--places",
                "1");

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains("go to the others", "No worker is left").doesNotContain("\tat ");
        requireResumable();
    }

    private void requireSomeFinished() {
        CommandLineRun status = CommandLineRun.of("status", "--json", out);
        int finished =
                JsonMapper.shared().readTree(status.out()).path("finished").intValue();
        assertThat(finished).isBetween(1, 7);
    }

    private void requireResumable() throws Exception {
        CommandLineRun resumed = emulated("NOTHING=1");
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(BatchDigest.of(out)).isEqualTo(whole());
    }

    private String whole() throws Exception {
        Path undisturbed = directory.resolve("whole");
        CommandLineRun run = CommandLineRun.of("batch", job, "--out", undisturbed, "--device", "cuda:0");
        assertThat(run.code()).as(run.err()).isZero();
        return BatchDigest.of(undisturbed);
    }

    /** Runs or resumes the job on the emulated device with a variable that says how it fails. */
    private CommandLineRun emulated(String fault, Object... more) throws IOException, InterruptedException {
        StringBuilder options = new StringBuilder();
        for (String library : new String[] {"driver", "cublas", "nvrtc"}) {
            String key = "elites.cuda." + library + ".path";
            options.append(" -D").append(key).append('=').append(System.getProperty(key));
        }
        List<Object> words = new ArrayList<>(
                List.of("batch", job, "--out", out, "--resume", "--device", "cuda:0", "--save-seconds", "0"));
        words.addAll(List.of(more));
        return CommandLineProcess.shell(
                directory, "export " + fault + " JAVA_TOOL_OPTIONS='" + options + "'; \"$@\"", words.toArray());
    }
}
