package io.github.diffusionelites.bench.suite.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of checks: their exit codes and words, and that none outlives its time. */
class JavaProcessTest {

    @TempDir
    private Path directory;

    /** A program that says something, then sleeps as long as it is asked to, then ends with a code. */
    static final class Sleeper {
        private Sleeper() {}

        /** Takes seconds and a code. */
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("Said " + System.getenv("WORD") + " by "
                    + ProcessHandle.current().pid());
            Thread.sleep(1000 * Long.parseLong(arguments[0]));
            System.exit(Integer.parseInt(arguments[1]));
        }
    }

    private JavaProcess sleeper(int seconds, int code) {
        return new JavaProcess(
                List.of(),
                List.of(),
                Sleeper.class.getName(),
                List.of(Integer.toString(seconds), Integer.toString(code)),
                Map.of("WORD", "hello"),
                directory.resolve("log"));
    }

    @Test
    void shouldTellCodeAndWords() throws Exception {
        JavaProcess process = sleeper(0, 7);
        assertThat(process.run(60, new RunningProcesses()).code()).hasValue(7);
        assertThat(process.lastWords()).startsWith("Said hello by ");
    }

    @Test
    void shouldEndAProcessThatTakesTooLong() throws Exception {
        JavaProcess process = sleeper(600, 0);
        assertThat(process.run(3, new RunningProcesses()).code()).isEmpty();
        long pid = Long.parseLong(process.lastWords().replaceAll("\\D", ""));
        ProcessHandle.of(pid).ifPresent(left -> left.onExit().join());
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void shouldStartNothingAfterAllWereEnded() {
        RunningProcesses running = new RunningProcesses();
        running.endAll();
        assertThatThrownBy(() -> sleeper(0, 0).run(1, running)).isInstanceOf(IllegalStateException.class);
    }
}
