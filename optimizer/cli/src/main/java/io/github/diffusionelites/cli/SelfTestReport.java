package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.selftest.SelfTest;
import io.github.diffusionelites.device.selftest.SelfTestResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A table of a self-test: a line for each kernel, or for each operation where a device has no kernels by name. */
final class SelfTestReport {

    private final Map<String, List<SelfTestResult>> lines = new LinkedHashMap<>();

    private SelfTestReport() {}

    /** Tests a device and prints; returns whether all is well. */
    static boolean of(Device device, PrintWriter out) {
        SelfTestReport report = new SelfTestReport();
        try {
            return SelfTest.run(device, report::add);
        } finally {
            // Also where the device was lost: what was found until then.
            report.print(out);
        }
    }

    private void add(SelfTestResult result) {
        List<String> names = result.kernels().isEmpty()
                ? List.of(result.operation() + (result.precision() == Precision.BFLOAT16 ? " in bfloat16" : ""))
                : result.kernels();
        names.forEach(
                name -> lines.computeIfAbsent(name, none -> new ArrayList<>()).add(result));
    }

    private void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%-34s %-8s %11s %10s  %s%n", "kernel", "", "worst error", "tolerance", "in");
        lines.forEach((name, results) -> {
            SelfTestResult worst = results.stream()
                    .reduce((a, b) -> share(b) > share(a) ? b : a)
                    .orElseThrow();
            String state = worst.skipped() ? "skipped" : worst.passed() ? "ok" : "WRONG";
            String operations = String.join(
                    "; ", results.stream().map(SelfTestResult::check).distinct().toList());
            out.printf(
                    Locale.ROOT,
                    "%-34s %-8s %11.2g %10.1g  %s%n",
                    name,
                    state,
                    worst.error(),
                    worst.tolerance(),
                    worst.problem().isEmpty()
                            ? operations
                            : worst.problem().lines().findFirst().orElse(""));
        });
        long wrong = lines.values().stream()
                .filter(results -> results.stream().anyMatch(result -> !result.passed()))
                .count();
        out.println(wrong == 0 ? "All is well." : wrong + " of " + lines.size() + " are wrong.");
    }

    /** Of its tolerance; what could not be compared is worst. */
    private static double share(SelfTestResult result) {
        if (result.passed()) {
            return result.tolerance() == 0 ? 0 : result.error() / result.tolerance();
        }
        return Double.POSITIVE_INFINITY;
    }
}
