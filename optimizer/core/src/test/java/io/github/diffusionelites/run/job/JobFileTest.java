package io.github.diffusionelites.run.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.reward.process.WireFormat;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobFileTest {

    static final String VALID = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 50
        sense = "minimize"
        [[fidelity]]
        steps = 1
        generations = 3
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldFillInDefaults() {
        Job job = read(VALID);

        assertThat(job.model()).isEqualTo(new Job.Model.Identity(2, 4));
        assertThat(job.search().population()).isEqualTo(50);
        assertThat(job.search().elites()).isEqualTo(5);
        assertThat(job.search().rule()).isEqualTo(SelectionRule.EXACT);
        assertThat(job.search().sense()).isEqualTo(Sense.MINIMIZE);
        assertThat(job.search().proposal()).isEqualTo(new ProposalSettings.Full(1e-3));
        assertThat(job.search().seed()).isZero();
        assertThat(job.search().finalists()).isEqualTo(32);
        assertThat(job.search().fidelity().stages()).containsExactly(new Stage(1, 3));
        assertThat(job.searches()).isEqualTo(1);
        assertThat(job.firstId()).isZero();
        assertThat(job.rewards()).containsExactly(new RewardPart.GoalDistance(1, List.of(0.4, 0.2)));
        assertThat(job.device()).isEqualTo(new Job.DeviceChoice("auto", 0, 0, Precision.AUTO));
        assertThat(job.output()).isEqualTo(new Job.Output(true, false));
    }

    @Test
    void shouldResolveTheModelAgainstTheFile() {
        Job job = read(VALID.replace("kind = \"identity\"\nchannels = 2\nlength = 4", "directory = \"../models/a\""));

        assertThat(job.model())
                .isEqualTo(new Job.Model.Network(
                        directory.resolveSibling("models").resolve("a").toAbsolutePath(), 0, false));
    }

    @Test
    void shouldReadEveryRewardTerm() {
        Job job = read(VALID + """
            [[reward]]
            term = "obstacles"
            weight = -2.5
            balls = [[0.1, 0.2, 0.05], [1, 2, 3]]
            [[reward]]
            term = "path_length"
            [[reward]]
            term = "quadratic"
            centre = [0, 1, 2, 3, 4, 5, 6, 7]
            [[reward]]
            term = "linear"
            slope = [1.5]
            """);

        assertThat(job.rewards().subList(1, 5))
                .containsExactly(
                        new RewardPart.Obstacles(-2.5, List.of(Ball.of(0.05, 0.1, 0.2), Ball.of(3, 1, 2))),
                        new RewardPart.PathLength(1),
                        new RewardPart.Quadratic(1, List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)),
                        new RewardPart.Linear(1, List.of(1.5)));
    }

    @Test
    void shouldReadARewardInJava() {
        String valid =
                VALID.replace("term = \"goal_distance\"\ngoal = [0.4, 0.2]\n", "term = \"java\"\nname = \"docking\"\n");

        assertThat(read(valid).rewards())
                .containsExactly(new RewardPart.Java("docking", List.of(), HostRewardSettings.DEFAULT));
        assertThat(read(valid + "parameters = [0.4]\nworkers = 3\nretries = 1\n")
                        .rewards())
                .containsExactly(new RewardPart.Java(
                        "docking",
                        List.of(0.4),
                        HostRewardSettings.DEFAULT
                                .withWorkers(3)
                                .withRetries(1, HostRewardSettings.DEFAULT.retryDelay())));
        shouldRefuse(valid, new String[][] {
            {"name =", "nane =", "\"name\" of [[reward]] number 1 is missing"},
            {"name =", "command = [\"a\"]\nname =", "\"command\" of [[reward]] number 1 is unknown"},
            {"[[reward]]", "[[reward]]\nterm = \"path_length\"\n[[reward]]", "the only [[reward]] where one is java"}
        });
    }

    @Test
    void shouldReadARewardByProcesses() {
        String process = "term = \"process\"\ncommand = [\"python3\", \"score.py\"]\n";
        String valid = VALID.replace("term = \"goal_distance\"\ngoal = [0.4, 0.2]\n", process);

        assertThat(read(valid).rewards())
                .containsExactly(new RewardPart.ChildProcess(
                        List.of("python3", "score.py"),
                        directory,
                        WireFormat.FRAMES,
                        List.of(),
                        RewardPart.ChildProcess.DEFAULT));
        assertThat(read(valid + """
            directory = "../rewards"
            format = "lines"
            parameters = [0.4, 0.2]
            workers = 3
            timeout_seconds = 0.25
            retries = 0
            fail_fast = true
            most_failed = 0.75
            """).rewards())
                .containsExactly(new RewardPart.ChildProcess(
                        List.of("python3", "score.py"),
                        directory.resolveSibling("rewards"),
                        WireFormat.LINES,
                        List.of(0.4, 0.2),
                        RewardPart.ChildProcess.DEFAULT
                                .withWorkers(3)
                                .withTimeout(Duration.ofMillis(250))
                                .withRetries(0, Duration.ofMillis(100))
                                .withFailFast(true)
                                .withMostFailed(0.75)));
        shouldRefuse(valid, new String[][] {
            {"[\"python3\", \"score.py\"]", "\"python3 score.py\"", "a list of texts such as"},
            {"[\"python3\", \"score.py\"]", "[]", "a list of texts such as"},
            {"[\"python3\", \"score.py\"]", "[\"\", \"score.py\"]", "a list of texts such as"},
            {"[\"python3\", \"score.py\"]", "[\"python3\", 3]", "a list of texts such as"},
            {"\"score.py\"]", "\"score\\u0000.py\"]", "a list of texts such as"},
            {"command =", "comand =", "\"command\" of [[reward]] number 1 is missing"},
            {"command =", "format = \"json\"\ncommand =", "\"frames\", \"lines\""},
            {"command =", "weight = 2\ncommand =", "\"weight\" of [[reward]] number 1 is unknown"},
            {"command =", "workers = 0\ncommand =", "from 1 to 1024"},
            {"command =", "timeout_seconds = -1\ncommand =", "from 0.0 to"},
            {"command =", "retries = 4\ncommand =", "from 0 to 3"},
            {"command =", "most_failed = 1.5\ncommand =", "from 0.0 to 1.0"},
            {"command =", "directory = \"a\\u0000\"\ncommand =", "the path of a directory"},
            {"[[reward]]", "[[reward]]\nterm = \"path_length\"\n[[reward]]", "the only [[reward]] where one is process"}
        });
    }

    /** Each mistake is a text of the job, what stands there instead, and what is said then. */
    private void shouldRefuse(String valid, String[][] mistakes) {
        for (String[] mistake : mistakes) {
            assertThat(valid).contains(mistake[0]);
            assertThatThrownBy(() -> read(valid.replace(mistake[0], mistake[1])))
                    .as(mistake[1])
                    .isInstanceOf(JobException.class)
                    .hasMessageContaining(mistake[2]);
        }
    }

    static Stream<List<String>> mistakes() {
        return Stream.of(
                List.of(
                        "population = 50",
                        "population = 0",
                        "line 6",
                        "\"population\" of [search] is 0",
                        "from 1 to 16777216"),
                List.of("population = 50", "population = 2.5", "line 6", "is 2.5", "an integer"),
                List.of(
                        "population = 50",
                        "populaton = 50",
                        "line 6",
                        "\"populaton\" of [search] is unknown",
                        "was \"population\" meant?",
                        "elites"),
                List.of(
                        "population = 50",
                        "elites = 51\npopulation = 50",
                        "line 6",
                        "is 51",
                        "at most the population, which is 50"),
                List.of("population = 50", "elites = 0", "line 6", "is 0"),
                List.of("population = 50", "elites = 5\nelite_fraction = 0.1", "line 6", "left out"),
                List.of("population = 50", "elite_fraction = 0", "line 6", "above 0"),
                List.of("population = 50", "elite_fraction = 1.01", "line 6", "is 1.01", "at most 1.0"),
                List.of("population = 50", "rule = \"best\"", "line 6", "\"best\"", "\"exact\", \"threshold\""),
                List.of(
                        "population = 50",
                        "proposal = \"diagonal\"\njitter = 0.1",
                        "line 7",
                        "\"jitter\"",
                        "unknown",
                        "variance_floor"),
                List.of("population = 50", "jitter = -1", "line 6", "is -1", "at least 0"),
                List.of("population = 50", "jitter = inf", "line 6", "is inf", "finite"),
                List.of("population = 50", "jitter = 1e39", "line 6", "is 1.0E39", "finite"),
                List.of("population = 50", "jitter = \"much\"", "line 6", "is \"much\""),
                List.of("population = 50", "seed = 9223372036854775808", "line 6", "not TOML"),
                List.of("population = 50", "searches = 2\nfirst_id = 16777215", "line 7", "is 16777215", "below 2^24"),
                List.of(
                        "sense = \"minimize\"",
                        "seed = 1",
                        "line 5",
                        "\"sense\" of [search] is missing",
                        "\"maximize\", \"minimize\""),
                List.of("steps = 1", "steps = 0", "line 9", "\"steps\" of [[fidelity]] number 1", "from 1 to"),
                List.of("generations = 3", "generations = 1048576", "line 10", "from 1 to 1048575"),
                List.of("[[fidelity]]\nsteps = 1\ngenerations = 3", "", "line 1", "\"fidelity\" is missing"),
                List.of("[[fidelity]]", "[fidelity]", "line 8", "\"fidelity\"", "written [[fidelity]]"),
                List.of("goal = [0.4, 0.2]", "goal = [0.4, nan]", "line 13", "[0.4, nan]", "list of finite numbers"),
                List.of("goal = [0.4, 0.2]", "goal = []", "line 13", "is []"),
                List.of("goal = [0.4, 0.2]", "goal = [0.4, \"x\"]", "line 13", "\"goal\" of [[reward]] number 1"),
                List.of(
                        "goal = [0.4, 0.2]",
                        "gaol = [0.4, 0.2]",
                        "line 11",
                        "\"goal\" of [[reward]] number 1 is missing",
                        "line 13",
                        "was \"goal\" meant?"),
                List.of(
                        "term = \"goal_distance\"",
                        "term = \"distance\"",
                        "line 12",
                        "\"goal_distance\", \"quadratic\""),
                List.of(
                        "term = \"goal_distance\"\ngoal = [0.4, 0.2]", "term = \"obstacles\"\nballs = [[1, 2, 0]]",
                        "line 13", "radius, is above 0"),
                List.of(
                        "term = \"goal_distance\"\ngoal = [0.4, 0.2]",
                        "term = \"obstacles\"\nballs = [[1, 2, 3], [1, 2]]",
                        "line 13",
                        "equally many"),
                List.of("channels = 2", "channels = 0", "line 3", "\"channels\" of [model]"),
                List.of("kind = \"identity\"", "kind = \"magic\"", "line 2", "\"network\", \"identity\""),
                List.of(
                        "kind = \"identity\"\nchannels = 2\nlength = 4",
                        "eta = 0.5",
                        "line 1",
                        "\"directory\" of [model] is missing"),
                List.of(
                        "kind = \"identity\"\nchannels = 2\nlength = 4",
                        "directory = \"m\"\neta = 1.5",
                        "line 3",
                        "from 0.0 to 1.0"),
                List.of("[search]", "[serach]", "line 5", "\"serach\" is unknown", "was \"search\" meant?"),
                List.of("[model]", "seed = 3\n[model]", "line 1", "\"seed\" is unknown"),
                List.of(
                        "[model]",
                        "[output]\npictures = 1\n[model]",
                        "line 2",
                        "\"pictures\" of [output] is 1",
                        "true or false"),
                List.of("[model]", "[device]\nlanes = -1\n[model]", "line 2", "\"lanes\" of [device] is -1"),
                List.of(
                        "[model]",
                        "[device]\nprecision = \"float16\"\n[model]",
                        "line 2",
                        "\"precision\" of [device] is \"float16\"",
                        "\"auto\", \"float32\", \"bfloat16\""),
                List.of("[model]", "[model", "line 1", "not TOML"),
                List.of("length = 4", "length = 4\nlength = 5", "line 5", "not TOML"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldNameFileLineKeyValueAndWhatIsAllowed(List<String> mistake) {
        assertThat(VALID).contains(mistake.get(0));
        String text = VALID.replace(mistake.get(0), mistake.get(1));

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(JobException.class)
                .hasMessageStartingWith(directory.resolve("job.toml").toString())
                .hasMessageContainingAll(mistake.subList(2, mistake.size()).toArray(String[]::new))
                .hasMessageEndingWith(".");
    }

    @Test
    void shouldReportAllProblemsInTheOrderOfTheFile() {
        String text =
                VALID.replace("generations = 3", "generations = 0").replace("length = 4", "length = -4") + "[extra]\n";

        assertThatThrownBy(() -> read(text))
                .satisfies(e -> assertThat(e.getMessage().lines())
                        .hasSize(3)
                        .satisfiesExactly(
                                line -> assertThat(line).contains("line 4", "\"length\""),
                                line -> assertThat(line).contains("line 10", "\"generations\""),
                                line -> assertThat(line).contains("line 14", "\"extra\"")));
    }

    @ParameterizedTest
    @CsvSource({"missing.toml, there is no", ".,"})
    void shouldRefuseWhatIsNoFile(String name, String reason) {
        assertThatThrownBy(() -> JobFile.read(directory.resolve(name)))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining(reason == null ? "" : reason);
    }

    @Test
    void shouldRefuseWhatIsNoText() throws IOException {
        Path file = directory.resolve("job.toml");
        Files.write(file, new byte[] {'a', (byte) 0xff, '='});

        assertThatThrownBy(() -> JobFile.read(file))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("UTF-8");
    }

    private Job read(String text) {
        Path file = directory.resolve("job.toml");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return JobFile.read(file);
    }
}
