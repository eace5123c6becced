package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.diffusionelites.device.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How cuBLAS is found, and what its failures say. Versions that no machine has keep its own library out. */
@Tag("stub")
class CublasLibraryTest {

    @TempDir
    private Path directory;

    @Test
    void shouldFindTheBetterVersionInTheNewestToolkit() throws Exception {
        Path old = Files.createDirectories(directory.resolve("cuda-98.1/lib64"));
        Path newer = Files.createDirectories(directory.resolve("cuda-98.2/lib64"));
        StubCublas.build(old, 971);
        StubCublas.build(old, 972);
        Path best = StubCublas.build(newer, 972);
        assertThat(CublasLibrary.open("", directory, 972, 971)).isEqualTo(new BlasProbe(best.toString(), ""));
        assertThat(CublasLibrary.open("", directory, 971).library())
                .isEqualTo(old.resolve("libcublas.so.971").toString());
    }

    @Test
    void shouldGiveTheDynamicLinkersReasonForEachVersion() {
        BlasProbe probe = CublasLibrary.open("", directory, 974, 973);
        assertThat(probe.usable()).isFalse();
        assertThat(probe.problem())
                .startsWith("cuBLAS cannot be loaded: libcublas.so.974: cannot open shared object file")
                .contains("libcublas.so.973: cannot open shared object file")
                .contains("LD_LIBRARY_PATH")
                .contains("elites.cuda.cublas.path");
    }

    @Test
    void shouldTakeTheFileThatIsNamedAndNoOther() throws Exception {
        Path file = Files.writeString(directory.resolve("libcublas.so.12"), "junk");
        assertThat(CublasLibrary.open(file.toString(), directory, 12).problem()).contains(file + ": file too short");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 11, 13, 14, 15, 16})
    void shouldNameEveryStatus(int status) {
        assertThat(BlasStatus.describe(status)).startsWith("CUBLAS_STATUS_").contains(" (" + status + "): ");
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> BlasStatus.check("cublasSgemm", status, "2 x 3 x 4"))
                .withMessageStartingWith("The call cublasSgemm on 2 x 3 x 4 failed with CUBLAS_STATUS_")
                .satisfies(e -> assertThat(e.code()).isEqualTo(status));
        BlasStatus.check("cublasSgemm", BlasStatus.SUCCESS, "2 x 3 x 4");
    }
}
