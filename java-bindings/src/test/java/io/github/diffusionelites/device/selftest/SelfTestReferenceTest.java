package io.github.diffusionelites.device.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.reference.ReferenceDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the self-test holds, and whether it is complete. After a change of its checks, the system property {@code
 * elites.selftest} with the value {@code replace} writes the expected results anew.
 */
class SelfTestReferenceTest {

    private static final Path RESOURCE =
            Path.of("src/main/resources/io/github/diffusionelites/device/selftest/" + Expected.RESOURCE);

    @Test
    void shouldHoldWhatTheReferencesGive() throws IOException {
        boolean replace = "replace".equals(System.getProperty("elites.selftest"));
        StringBuilder text = new StringBuilder();
        int outputs = 0;
        try (Device reference = new ReferenceDevice()) {
            Expected expected = replace ? null : new Expected();
            for (Check check : SelfTest.checks()) {
                List<double[]> results = SelfTest.reference(reference, check);
                assertThat(results).as(check.name()).isNotEmpty();
                for (int i = 0; i < results.size(); i++) {
                    outputs++;
                    text.append(Expected.key(check, i))
                            .append('\t')
                            .append(Arrays.stream(results.get(i))
                                    .mapToObj(SelfTestReferenceTest::shortest)
                                    .collect(Collectors.joining(" ")))
                            .append('\n');
                    if (expected != null) {
                        assertThat(SelfTest.error(expected.output(check, i), results.get(i)))
                                .as(Expected.key(check, i))
                                .isLessThan(1e-6);
                    }
                }
            }
            assertThat(expected == null ? outputs : expected.size()).isEqualTo(outputs);
        }
        if (replace) {
            Files.createDirectories(RESOURCE.getParent());
            Files.writeString(RESOURCE, text);
        }
    }

    private static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : Float.toString((float) value);
    }

    @Test
    void shouldCheckEveryOperation() {
        List<Class<?>> checked = SelfTest.checks().stream()
                .<Class<?>>map(Check::operation)
                .distinct()
                .toList();
        assertThat(checked).containsExactlyInAnyOrderElementsOf(operations(Operation.class));
    }

    @Test
    void shouldNameEveryCheckOnce() {
        assertThat(SelfTest.checks()).extracting(Check::name).doesNotHaveDuplicates();
    }

    private static List<Class<?>> operations(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(inner -> operations(inner).stream())
                        .toList()
                : List.of(type);
    }

    @Test
    void shouldPassOnTheCpuButForCodeOfGpus() {
        List<SelfTestResult> results = new ArrayList<>();
        try (Device device = Devices.open("cpu")) {
            boolean passed = SelfTest.run(device, results::add);
            assertThat(results).filteredOn(result -> !result.passed()).isEmpty();
            assertThat(passed).isTrue();
        }
        assertThat(results).filteredOn(SelfTestResult::skipped).singleElement().satisfies(result -> {
            assertThat(result.operation()).isEqualTo("ScoreByCode");
            assertThat(result.problem()).contains("The CPU device cannot run");
        });
    }

    @Test
    void shouldNoticeWhatIsWrong() {
        assertThat(SelfTest.error(new double[] {1, 2}, new double[] {1, 2})).isZero();
        assertThat(SelfTest.error(new double[] {1, 4}, new double[] {1, 2})).isEqualTo(0.5);
        assertThat(SelfTest.error(new double[] {Double.NaN}, new double[] {Double.NaN}))
                .isZero();
        assertThat(SelfTest.error(new double[] {Double.NaN}, new double[] {0})).isInfinite();
        assertThat(SelfTest.error(new double[] {0}, new double[] {Double.NaN})).isInfinite();
        assertThat(SelfTest.error(new double[] {0}, new double[2])).isInfinite();
    }
}
