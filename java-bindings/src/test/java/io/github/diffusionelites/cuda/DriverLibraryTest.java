package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.driver.DriverLibrary;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the driver and the bindings are found. Each case is a process of its own, because a process has one driver. */
class DriverLibraryTest {

    @TempDir
    private Path directory;

    @Test
    void shouldBindADriverByItsFile() throws Exception {
        Path library = StubLibrary.build(directory, 12_000);
        assertThat(probe(library.toString()))
                .containsExactly("ffm 12.0 of " + library + " ", "jcuda 12.0 of " + library + " ");
    }

    @Test
    void shouldFindADriverWhereTheDynamicLinkerLooks() throws Exception {
        StubLibrary.build(directory, 13_010);
        ProcessBuilder builder = builder(List.of(), System.getProperty("java.class.path"));
        builder.environment().put("LD_LIBRARY_PATH", directory.toString());
        assertThat(run(builder)).containsExactly("ffm 13.1 of libcuda.so.1 ", "jcuda 13.1 of libcuda.so.1 ");
    }

    @Test
    void shouldGiveTheDynamicLinkersReason() throws Exception {
        Path file = Files.writeString(directory.resolve("libcuda.so.1"), "junk");
        assertThat(probe(file.toString()))
                .allSatisfy(line -> assertThat(line)
                        .contains("The NVIDIA driver cannot be loaded: " + file + ": file too short")
                        .contains("correct or remove the system property elites.cuda.driver.path"));
    }

    @Test
    void shouldNotTakeAnotherDriverWhereAFileIsNamed() throws Exception {
        StubLibrary.build(directory, 13_000);
        ProcessBuilder builder = builder(
                List.of("-D" + DriverLibrary.PATH_PROPERTY + "=" + directory.resolve("absent.so")),
                System.getProperty("java.class.path"));
        builder.environment().put("LD_LIBRARY_PATH", directory.toString());
        assertThat(run(builder))
                .allSatisfy(line -> assertThat(line).contains("absent.so: cannot open shared object file"));
    }

    @Test
    void shouldNameBothVersionsOfADriverThatIsTooOld() throws Exception {
        assertThat(probe(StubLibrary.build(directory, 11_080).toString()))
                .allSatisfy(line -> assertThat(line)
                        .contains("supports CUDA 11.8, but 12.0 is the least")
                        .contains("install driver 525"));
    }

    @Test
    void shouldRefuseALibraryThatIsNoDriver() throws Exception {
        Path library = StubLibrary.build(directory, 0);
        assertThat(probe(library.toString()))
                .allSatisfy(line -> assertThat(line)
                        .contains("The library " + library + " is no NVIDIA driver: it lacks cuDriverGetVersion"));
    }

    @Test
    void shouldNameAFunctionThatTheDriverLacks() throws Exception {
        Path library = StubLibrary.build(directory, 12_010);
        assertThat(probe(library.toString()))
                .allSatisfy(line -> assertThat(line)
                        .contains("The NVIDIA driver of " + library
                                + ", which supports CUDA 12.1, lacks the function cuInit; update the driver."));
    }

    @Test
    void shouldThrowNothingWhereNativeAccessIsDenied() throws Exception {
        ProcessBuilder builder = builder(List.of(), System.getProperty("java.class.path"));
        builder.command().remove("--enable-native-access=ALL-UNNAMED");
        assertThat(run(builder))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line).contains("cannot be loaded").contains("native access"));
    }

    @Test
    void shouldRefuseTheBindingThroughJCudaWhereThatIsNotOnTheClassPath() throws Exception {
        Path library = StubLibrary.build(directory, 13_000);
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("jcuda-"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> lines = run(builder(List.of("-D" + DriverLibrary.PATH_PROPERTY + "=" + library), without));
        assertThat(lines.getFirst()).isEqualTo("ffm 13.0 of " + library + " ");
        assertThat(lines.getLast())
                .contains("needs JCuda, which is not on the class path: add org.jcuda:jcuda:12.6.0")
                .contains("use the binding ffm");
    }

    @Test
    void shouldSayWhichArtifactTheNativeLibraryOfJCudaIsIn() throws Exception {
        Path library = StubLibrary.build(directory, 13_000);
        String without = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("jcuda-natives"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(run(builder(List.of("-D" + DriverLibrary.PATH_PROPERTY + "=" + library), without))
                        .getLast())
                .contains("libJCudaDriver-12.6.0-linux-x86_64.so")
                .contains("org.jcuda:jcuda-natives:12.6.0");
    }

    /** JCuda by itself loads whatever lies under the name of its library in the directory for temporary files. */
    @Test
    void shouldLoadTheLibraryOfJCudaFromAPrivateDirectoryOnly() throws Exception {
        Path library = StubLibrary.build(directory, 13_000);
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path junk = Files.writeString(temporary.resolve("libJCudaDriver-12.6.0-linux-x86_64.so"), "junk");
        List<String> lines = run(builder(
                List.of("-D" + DriverLibrary.PATH_PROPERTY + "=" + library, "-Djava.io.tmpdir=" + temporary),
                System.getProperty("java.class.path")));
        assertThat(lines).containsExactly("ffm 13.0 of " + library + " ", "jcuda 13.0 of " + library + " ");
        assertThat(Files.readString(junk)).isEqualTo("junk");
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactly(junk);
        }
        try (Stream<Path> caches = Files.list(directory.resolve("cache/diffusion-elites"))) {
            Path cache = caches.findFirst().orElseThrow();
            assertThat(cache.resolve("libJCudaDriver-12.6.0-linux-x86_64.so")).isRegularFile();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                    .isEqualTo("rwx------");
        }
    }

    private List<String> probe(String library) throws Exception {
        return run(builder(
                List.of("-D" + DriverLibrary.PATH_PROPERTY + "=" + library), System.getProperty("java.class.path")));
    }

    private ProcessBuilder builder(List<String> options, String classPath) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--illegal-native-access=deny",
                "-cp",
                classPath));
        command.addAll(options);
        command.add(ProbeBindings.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        return builder;
    }

    /** Returns what the process printed, a line for each binding. */
    private static List<String> run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        List<String> lines = printed.lines().toList();
        assertThat(lines).as(printed).hasSize(2);
        return lines;
    }
}
