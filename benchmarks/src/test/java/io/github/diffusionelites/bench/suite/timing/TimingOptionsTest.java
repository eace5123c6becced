package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class TimingOptionsTest {

    private static TimingOptions parse(String line) {
        TimeCommand command = new TimeCommand();
        new CommandLine(command).parseArgs(line.split(" "));
        return command.options();
    }

    @Test
    void shouldReadEveryOption() {
        TimingOptions options = parse("--group small,kernels --group overlap --tiny --device cuda:1 --out here"
                + " --python python3.12 --peers gpu.py --peer-seconds 0.5 --minutes 2");
        assertThat(options.groups()).containsExactly(Group.SMALL, Group.KERNELS, Group.OVERLAP);
        assertThat(options.tiny()).isTrue();
        assertThat(options.device()).isEqualTo("cuda:1");
        assertThat(options.directory()).isEqualTo(Path.of("here"));
        assertThat(options.peers()).containsExactly("python3.12", "gpu.py");
        assertThat(options.peerLimit()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.groupLimit()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void shouldKeepEveryGroupBelowEightMinutes() {
        TimingOptions options = parse("--group all");
        assertThat(options.groups()).containsExactly(Group.values());
        assertThat(options.groupLimit()).isLessThan(Duration.ofMinutes(8));
        assertThat(options.directory()).isEqualTo(Path.of("results"));
        assertThat(options.peers()).hasSize(2);
        assertThat(Path.of(options.peers().getLast()))
                .as("the script of this project, whatever the directory")
                .isEqualTo(Path.of(System.getProperty("elites.root"), "benchmarks", "peers", "gpu.py"));
        assertThat(parse("--group small --peers none").peers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--tiny",
                "--group",
                "--group huge",
                "--group small --minutes 0",
                "--group small --minutes soon",
                "--group small --minutes NaN",
                "--group small --device cpu",
                "--group small --fast"
            })
    void shouldRefuseWhatItDoesNotUnderstand(String line) {
        assertThatExceptionOfType(ParameterException.class)
                .isThrownBy(() -> parse(line))
                .withMessageMatching("(?s).*(--|group|device).*");
    }
}
