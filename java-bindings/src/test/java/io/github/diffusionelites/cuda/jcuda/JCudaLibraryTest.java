package io.github.diffusionelites.cuda.jcuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.DeviceUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is said where JCuda cannot be loaded. */
class JCudaLibraryTest {

    @Test
    void shouldGiveTheLastCauseOfTheTracesThatJCudaPutsIntoAMessage() {
        assertThat(JCudaLibrary.cause("""
            Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
            Operating system name: Linux
            Stack trace from the attempt to load the library as a file:
            java.lang.UnsatisfiedLinkError: no JCudaDriver-12.6.0-linux-x86_64 in java.library.path
            \tat java.base/java.lang.Runtime.loadLibrary0(Runtime.java:820)
            Stack trace from the attempt to load the library as a resource:
            java.lang.UnsatisfiedLinkError: /x/libJCudaDriver.so: libcuda.so.1: cannot open shared object file
            \tat java.base/jdk.internal.loader.NativeLibraries.load(Native Method)
            """))
                .isEqualTo(
                        "java.lang.UnsatisfiedLinkError: /x/libJCudaDriver.so: libcuda.so.1: cannot open shared object"
                                + " file");
        assertThat(JCudaLibrary.cause("Could not initialize class jcuda.driver.JCudaDriver"))
                .isEqualTo("Could not initialize class jcuda.driver.JCudaDriver");
        assertThat(JCudaLibrary.cause("")).isEqualTo("for no reason that it tells");
    }

    @Test
    void shouldLeaveTheDirectoryForTemporaryFilesAsItWas() throws Exception {
        String before = System.getProperty("java.io.tmpdir");
        // A library that loads anywhere, and a class that is not there.
        assertThatExceptionOfType(DeviceUnavailableException.class)
                .isThrownBy(() -> JCudaLibrary.initialize(
                        "jcuda.NoSuchClass",
                        getClass().getClassLoader(),
                        "lib/libJCudaRuntime-12.6.0-linux-x86_64.so",
                        "no artifact"))
                .withMessageStartingWith("The class jcuda.NoSuchClass of JCuda cannot be initialised: ");
        assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
        Path file = Files.createTempFile("elites", null);
        assertThat(file.getParent()).isEqualTo(Path.of(before));
        Files.delete(file);
    }

    @Test
    void shouldNameALibraryThatNoArtifactHas() {
        assertThatExceptionOfType(DeviceUnavailableException.class)
                .isThrownBy(() -> JCudaLibrary.initialize(
                        "jcuda.NoSuchClass", getClass().getClassLoader(), "lib/libNone.so", "org.none:none"))
                .withMessageContaining(
                        "neither class path nor module path has lib/libNone.so, which org.none:none bring");
    }
}
