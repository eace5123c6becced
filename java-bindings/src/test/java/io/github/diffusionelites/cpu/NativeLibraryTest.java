package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the native library is found. Each case is a process of its own, because a process loads it once. */
class NativeLibraryTest {

    @TempDir
    private Path directory;

    @Test
    void shouldUnpackFromTheClassPathIntoAPrivateDirectory() throws Exception {
        assertThat(open("")).startsWith("opened ");
        Path unpacked = unpacked();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(unpacked)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("libelites.so", "libelites-avx512.so", "libdnnl.so.3");
        }
    }

    @Test
    void shouldReplaceAnUnpackedFileThatIsNotWhatItShouldBe() throws Exception {
        open("");
        Path library = unpacked().resolve("libelites.so");
        byte[] right = Files.readAllBytes(library);
        Files.writeString(library, "junk");
        assertThat(open("")).startsWith("opened ");
        assertThat(Files.readAllBytes(library)).isEqualTo(right);
    }

    @Test
    void shouldNameTheFileThatTheDirectoryLacks() throws Exception {
        assertThat(open(directory.toString()))
                .contains("libelites.so does not exist")
                .contains("elites.native.path");
    }

    @Test
    void shouldGiveTheDynamicLinkersReason() throws Exception {
        Files.writeString(directory.resolve("libelites.so"), "not a library");
        assertThat(open(directory.toString())).contains("cannot be loaded").contains("file too short");
    }

    @Test
    void shouldKeepToTheInstructionSetThatItIsToldTo() throws Exception {
        String property = "-D" + InstructionSet.PROPERTY + "=";
        assertThat(open("", property + "avx2")).startsWith("opened ").contains("AVX2, products AVX2");
        assertThat(open("", property + "sse2")).contains("\"sse2\"").contains("must be avx2 or avx512");
        // Whatever this processor has, the answer names it.
        assertThat(open("", property + "avx512"))
                .containsAnyOf("AVX-512, products AVX-512", "asks for AVX512, but this processor has AVX2 only");
    }

    @Test
    void shouldNameTheVersionOfAnotherAbiBeforeItAsksForAnythingElse() throws Exception {
        build("int elites_abi_version() { return 99; }");
        assertThat(open(directory.toString()))
                .contains("has ABI version 99, but this jar needs " + ElitesAbi.VERSION)
                .contains("build both from the same sources");
    }

    @Test
    void shouldNameAFunctionThatTheLibraryLacks() throws Exception {
        build("int elites_something() { return 1; }");
        assertThat(open(directory.toString())).contains("lacks elites_abi_version");
        build("int elites_abi_version() { return " + ElitesAbi.VERSION
                + "; } int elites_processor() { return 1; } int elites_limit_products(int) { return 0; }");
        assertThat(open(directory.toString(), "-D" + InstructionSet.PROPERTY + "=avx2"))
                .contains("does not have all functions of its ABI version " + ElitesAbi.VERSION)
                .contains("elites_last_error");
    }

    @Test
    void shouldGiveTheReasonWhyProductsCannotBeLimited() throws Exception {
        build("int elites_abi_version() { return " + ElitesAbi.VERSION
                + "; } int elites_processor() { return 1; } int elites_limit_products(int) { return 3; }"
                + " const char* elites_last_error() { return \"It is too late for that.\"; }");
        assertThat(open(directory.toString(), "-D" + InstructionSet.PROPERTY + "=avx2"))
                .contains("cannot keep its products to AVX2")
                .contains(InstructionSet.PROPERTY)
                .contains("It is too late for that.");
    }

    /** Makes a library that is not ours; the build needs the compiler as well. */
    private void build(String functions) throws Exception {
        Path source = Files.writeString(directory.resolve("other.cpp"), "extern \"C\" { " + functions + " }");
        Path library = directory.resolve("libelites.so");
        Process compiler = new ProcessBuilder("g++", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(printed).isZero();
    }

    @Test
    void shouldSayThatNativeAccessIsDenied() throws Exception {
        assertThat(run(List.of("--illegal-native-access=deny")))
                .contains("cannot be loaded")
                .contains("native access");
    }

    private Path unpacked() throws IOException {
        try (Stream<Path> directories = Files.list(directory.resolve("cache/diffusion-elites"))) {
            return directories.findFirst().orElseThrow();
        }
    }

    private String open(String nativePath, String... options) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("--enable-native-access=ALL-UNNAMED", "-D" + NativeLibrary.PATH_PROPERTY + "=" + nativePath));
        all.addAll(List.of(options));
        return run(all);
    }

    private String run(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(OpenDevice.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
