package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The option --binding, on the emulated driver where a GPU is asked for. */
class BindingOptionTest {

    @TempDir
    private Path directory;

    private Path job;

    @BeforeEach
    void writeJob() throws IOException {
        job = Files.writeString(directory.resolve("goal.toml"), RunCommandTest.JOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jcuda"})
    void shouldCallTheDriverAsAskedFor(String binding) {
        CommandLineRun run = run("--device", "cuda:0", "--binding", binding);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("Device cuda:0: Emulated GPU", "binding " + binding);
    }

    @Test
    void shouldCallTheDriverByTheForeignFunctionInterfaceUnlessAskedOtherwise() {
        CommandLineRun run = run("--device", "cuda");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("binding ffm");
    }

    @Test
    void shouldSayThatTheCpuHasNoDriver() throws IOException {
        TinyModel.write(directory.resolve("model"), 0.1f);
        for (CommandLineRun run : new CommandLineRun[] {
            run("--device", "cpu", "--binding", "jcuda"),
            CommandLineRun.of(
                    "sample",
                    directory.resolve("model"),
                    "--device",
                    "cpu:0",
                    "--binding",
                    "ffm",
                    "--out",
                    directory.resolve("samples.npy")),
            CommandLineRun.of("bench", "rehearsed", "--device", "cpu", "--binding", "ffm")
        }) {
            assertThat(run.code()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).containsPattern("^elites: The device \"cpu(:0)?\" has no driver .*cuda\\.\n$");
            assertThat(run.out()).isEmpty();
        }
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldSayThatWhatAutoChoseHasNoUseForABinding() {
        CommandLineRun run = run("--binding", "jcuda");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("(chosen by auto; it has no driver to call by jcuda).");
    }

    @Test
    void shouldSayWhichBindingsThereAre() {
        CommandLineRun run = run("--binding", "jni");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--binding", "jni", "ffm, jcuda");
    }

    private CommandLineRun run(Object... options) {
        Object[] words = new Object[options.length + 4];
        System.arraycopy(new Object[] {"run", job, "--out", directory.resolve("out")}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        return CommandLineRun.of(words);
    }
}
