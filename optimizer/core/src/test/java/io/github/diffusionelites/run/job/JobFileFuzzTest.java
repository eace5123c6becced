package io.github.diffusionelites.run.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.diffusionelites.support.Refusals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a job file: a job that reads back as an equal one, or refusals in a sentence each. */
class JobFileFuzzTest {

    private static final Path FILE = Path.of("fuzzed.toml");

    static Stream<byte[]> seeds() {
        String identity = """
            [model]
            kind = "identity"
            channels = 2
            length = 4
            [search]
            sense = "minimize"
            elite_fraction = 0.5
            proposal = "diagonal"
            variance_floor = 1e-6
            [[fidelity]]
            steps = 1
            generations = 3
            [[reward]]
            term = "obstacles"
            balls = [[0.1, 0.2, 0.05], [1, 2, 3]]
            """;
        String network = """
            model = { directory = '../model', eta = 0.5, shell = true }
            search.sense = "maximize"
            search.seed = -9223372036854775808
            fidelity = [{ steps = 60, generations = 1 }]
            reward = [{ term = "linear", slope = [-inf, nan, 1979-05-27] }]
            device.lanes = 0x7fffffff
            """;
        return Stream.of(identity, network, network.replace("-inf, nan, 1979-05-27", "1e38"), "", "\ufeff", "[[[[")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void shouldReadOrRefuse(byte[] input) {
        if (input == null) {
            return;
        }
        Job job;
        try {
            job = JobFile.read(FILE, input);
        } catch (JobException e) {
            e.getMessage().lines().forEach(line -> Refusals.requireSentence(line, FILE));
            return;
        }
        assertThat(JobFile.read(FILE, JobText.of(job).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(job);
    }
}
