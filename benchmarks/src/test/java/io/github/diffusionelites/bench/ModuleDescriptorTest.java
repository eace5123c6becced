package io.github.diffusionelites.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the modules show and hide, as the build compiled their descriptors. */
class ModuleDescriptorTest {

    private static final String ROOT = "io.github.diffusionelites.";

    @Test
    void shouldExportTheApiAndNotTheProviders() {
        ModuleDescriptor bindings = descriptor("java-bindings");
        assertThat(bindings.name()).isEqualTo(ROOT + "bindings");
        assertThat(bindings.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        ROOT + "cuda.jcuda.interop", ROOT + "device", ROOT + "device.selftest", ROOT + "device.spi");
        assertThat(bindings.exports()).noneMatch(ModuleDescriptor.Exports::isQualified);
    }

    @Test
    void shouldExportFilesAndPicturesToTheOwnModulesOnly() {
        ModuleDescriptor core = descriptor("optimizer/core");
        assertThat(core.exports().stream()
                        .filter(exports -> !exports.isQualified())
                        .map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrder(
                        ROOT + "batch",
                        ROOT + "batch.report",
                        ROOT + "batch.table",
                        ROOT + "metrics",
                        ROOT + "model",
                        ROOT + "reward",
                        ROOT + "reward.process",
                        ROOT + "run",
                        ROOT + "run.job",
                        ROOT + "sampler",
                        ROOT + "search");
        assertThat(core.exports().stream()
                        .filter(ModuleDescriptor.Exports::isQualified)
                        .flatMap(exports -> exports.targets().stream()))
                .allMatch(target -> target.startsWith(ROOT));
    }

    @ParameterizedTest
    @CsvSource({"optimizer/cli", "optimizer/training"})
    void shouldExportNothingOfAnApplication(String module) {
        assertThat(descriptor(module).exports()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"java-bindings", "optimizer/training"})
    void shouldProvideTheSameOnModulePathAndClassPath(String module) throws Exception {
        Map<String, List<String>> provided = descriptor(module).provides().stream()
                .collect(Collectors.toMap(ModuleDescriptor.Provides::service, ModuleDescriptor.Provides::providers));
        assertThat(provided).isNotEmpty().isEqualTo(services(classes(module).resolve("META-INF/services")));
    }

    private static Map<String, List<String>> services(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), ModuleDescriptorTest::lines));
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ModuleDescriptor descriptor(String module) {
        return ModuleFinder.of(classes(module)).findAll().iterator().next().descriptor();
    }

    private static Path classes(String module) {
        return Path.of(System.getProperty("elites.root"), module, "target", "classes");
    }
}
