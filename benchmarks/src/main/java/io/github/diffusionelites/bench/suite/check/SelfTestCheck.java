package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.selftest.SelfTest;
import io.github.diffusionelites.device.selftest.SelfTestResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The self-test that users have, which launches every kernel. */
final class SelfTestCheck implements Check {

    private final DriverBinding binding;

    SelfTestCheck(DriverBinding binding) {
        this.binding = binding;
    }

    @Override
    public String name() {
        return "self-test-" + CudaDevice.name(binding);
    }

    @Override
    public String about() {
        return "each operation once, by every kernel, as ./elites devices --self-test does";
    }

    @Override
    public int seconds() {
        return 120;
    }

    @Override
    public String run(CheckSettings settings) {
        List<SelfTestResult> results = new ArrayList<>();
        try (Device device = CudaDevice.open(binding)) {
            SelfTest.run(device, results::add);
        } catch (DeviceException e) {
            throw new AssertionError("After " + results.size() + " checks: " + failures(results) + e.getMessage(), e);
        }
        if (results.stream().anyMatch(result -> !result.passed())) {
            throw new AssertionError(failures(results));
        }
        SelfTestResult worst = results.stream()
                .filter(result -> !result.skipped())
                .max(Comparator.comparingDouble(result -> result.error() / Math.max(result.tolerance(), 1e-30)))
                .orElseThrow();
        long kernels = results.stream()
                .flatMap(result -> result.kernels().stream())
                .distinct()
                .count();
        String skipped = results.stream()
                .filter(SelfTestResult::skipped)
                .map(result -> " Skipped: " + result.check() + ", " + result.problem())
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "%d checks by %d kernels; the largest error is %.2e of %.2e allowed, of %s.%s",
                results.size(),
                kernels,
                worst.error(),
                worst.tolerance(),
                worst.check(),
                skipped);
    }

    private static String failures(List<SelfTestResult> results) {
        return results.stream()
                .filter(result -> !result.passed())
                .map(result -> "%s (%s, %s) by the kernels %s: %s%n"
                        .formatted(
                                result.operation(),
                                result.check(),
                                result.precision(),
                                result.kernels(),
                                result.problem().isEmpty()
                                        ? "error " + result.error() + " of " + result.tolerance() + " allowed"
                                        : result.problem()))
                .collect(Collectors.joining());
    }
}
