package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules resolve, and find device, libraries and commands, where nothing else may be accessed. */
class ModulePathTest {

    private static final String NAME = "io.github.diffusionelites.";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldOpenTheDeviceFromTheModulePath(boolean unpacked) throws Exception {
        CommandLineRun run = run(unpacked ? System.getProperty("elites.native.path") : "", "devices");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("cpu: ").contains("auto chooses cpu.");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldReadAModelFromTheModulePath() throws Exception {
        Path model = Path.of(System.getProperty("elites.root"), "optimizer/examples/unicycle");
        CommandLineRun run = run(System.getProperty("elites.native.path"), "inspect", "--json", model.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("\"tensors\"");
        assertThat(run.code()).isZero();
    }

    @Test
    void shouldDrawSamplesFromTheModulePath() throws Exception {
        Path model = Path.of(System.getProperty("elites.root"), "optimizer/examples/unicycle");
        Path samples = directory.resolve("samples.npy");
        CommandLineRun run = run(
                System.getProperty("elites.native.path"),
                "sample",
                "--count=2",
                "--steps=2",
                "--out=" + samples,
                model.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(samples).isNotEmptyFile();
    }

    /** What writes Parquet lies on the class path beside the modules. */
    @Test
    void shouldWriteParquetFromTheClassPath() throws Exception {
        Path job =
                Files.writeString(directory.resolve("job.toml"), TinyBatch.of(1, TinyBatch.GOAL, TinyBatch.seeds(2)));
        Path out = directory.resolve("batch");
        CommandLineRun run = run(System.getProperty("elites.native.path"), "batch", "--out=" + out, job.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out.resolve("searches.parquet")).isNotEmptyFile();
    }

    private CommandLineRun run(String nativePath, String... arguments) throws Exception {
        // An output directory of resources only, which stands for the jar before it is packaged, is not a module.
        List<String> libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(
                        ".*(/target/classes|elites-.*|(jackson|picocli|tomlj|dnnl|parquet|jts|slf4j)[^/]*)"))
                // Tests have the packages of what they test, which no second module may have.
                .filter(entry -> !entry.endsWith("-tests.jar"))
                .toList();
        String modules = libraries.stream().filter(ModulePathTest::isModule).collect(Collectors.joining(":"));
        String others = libraries.stream().filter(entry -> !isModule(entry)).collect(Collectors.joining(":"));
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=" + NAME + "bindings",
                "--illegal-native-access=deny",
                "-Delites.native.path=" + nativePath,
                "--module-path",
                modules,
                "-cp",
                others,
                "-m",
                NAME + "cli/" + Elites.class.getName()));
        words.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("XDG_CACHE_HOME", directory.toString());
        int code = builder.start().waitFor();
        return new CommandLineRun(code, Files.readString(out), Files.readString(err));
    }

    private static boolean isModule(String entry) {
        boolean jar = entry.endsWith(".jar") && !entry.matches(".*/(elites-parquet|parquet|jts|slf4j)[^/]*");
        return jar || Files.exists(Path.of(entry, "module-info.class"));
    }
}
