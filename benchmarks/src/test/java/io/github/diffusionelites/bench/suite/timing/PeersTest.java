package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers print, refuse to print, and never print. */
class PeersTest {

    @TempDir
    private Path directory;

    private PeerResult run(String script, Duration limit) throws IOException {
        Path file = Files.writeString(directory.resolve("peer.sh"), script);
        return new Peers(List.of("sh", file.toString()), limit, true).run("W1", "B3", 25);
    }

    private PeerResult run(String script) throws IOException {
        return run(script, Duration.ofSeconds(30));
    }

    @Test
    void shouldReadTheLastLine() throws IOException {
        PeerResult result = run("""
            echo "$@" >&2
            echo '{"note": "not this one"}'
            echo '{"peer":"B3","variant":"graph","milliseconds":[2.5,2.25,2.75],"peakBytes":1e9,"cpuSeconds":3,\
            "versions":{"torch":"2.11"},"note":"compiled"}'
            """);
        assertThat(result).isInstanceOfSatisfying(PeerResult.Ran.class, ran -> {
            assertThat(ran.variant()).isEqualTo("graph");
            assertThat(ran.milliseconds()).containsExactly(2.5, 2.25, 2.75);
            assertThat(ran.peakBytes()).isEqualTo(1e9);
            assertThat(ran.processorSeconds()).isEqualTo(3);
            assertThat(ran.note()).contains("compiled").contains("2.11");
        });
    }

    @Test
    void shouldAskForTheWorkloadAtItsScale() throws IOException {
        PeerResult result = run("echo \"{\\\"unavailable\\\": \\\"$*\\\"}\"");
        assertThat(reason(result)).isEqualTo("--workload W1 --peer B3 --seconds 25.0 --scale tiny");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Traceback",
                "",
                "[1, 2]",
                "{\"milliseconds\": []}",
                "{\"milliseconds\": [1, \"2\"]}",
                "{\"milliseconds\": [-1]}",
                "{\"milliseconds\": [0]}",
                "{\"milliseconds\": 5}",
                "{\"milliseconds\": [1e400]}",
                "{\"milliseconds\": [1"
            })
    void shouldTakeNothingElseForFigures(String line) throws IOException {
        assertThat(reason(run("echo '" + line + "'"))).contains("not the object of JSON");
    }

    @Test
    void shouldSayWhatAPeerDiedOf() throws IOException {
        assertThat(reason(run("echo 'no torch here' >&2; exit 7")))
                .contains("exit code 7")
                .contains("no torch here");
    }

    @Test
    void shouldStopAPeerThatHangs() throws IOException {
        long start = System.nanoTime();
        assertThat(reason(run("sleep 60 & wait", Duration.ofMillis(300)))).contains("did not end within");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void shouldShareTimeByWhatPeersNeed() {
        // 400 s among 4 + 1 + 1 + 2 + 2 parts, less the grace of 20 s.
        assertThat(PeerComparison.allotment(400, List.of("B3", "B0", "B1", "B2", "B4")))
                .isEqualTo(140, within(1e-9));
        assertThat(PeerComparison.allotment(90, List.of("B4"))).isEqualTo(70, within(1e-9));
        // Little time is halved.
        assertThat(PeerComparison.allotment(6, List.of("B0"))).isEqualTo(3, within(1e-9));
        assertThat(PeerComparison.allotment(-5, List.of("B0", "B1"))).isNotPositive();
    }

    @Test
    void shouldNotBeginWithoutTime() {
        Peers peers = new Peers(List.of("sh"), Duration.ofSeconds(9), true);
        assertThat(reason(peers.run("W1", "B0", 0))).contains("time of the group");
        assertThat(reason(new Peers(List.of(), Duration.ofSeconds(9), true).run("W1", "B0", 25)))
                .contains("No peers");
        assertThat(reason(new Peers(List.of("/nowhere/python"), Duration.ofSeconds(9), true).run("W1", "B0", 25)))
                .contains("/nowhere/python");
    }

    private static String reason(PeerResult result) {
        assertThat(result).isInstanceOf(PeerResult.Unavailable.class);
        return ((PeerResult.Unavailable) result).reason();
    }
}
