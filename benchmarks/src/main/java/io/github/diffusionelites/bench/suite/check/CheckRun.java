package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.SystemManagement;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs checks: first the one that looks for the device, then those that share it, some at a time, then those that need
 * it for themselves.
 */
final class CheckRun {

    private static final int FAILED = 1;
    private static final int NO_DEVICE = 3;

    private final CheckOptions options;
    private final CheckSettings settings;
    private final CheckReport report;
    private final RunningProcesses running = new RunningProcesses();
    /** When the device was found: how long a machine under load takes for that is nobody's limit. */
    private long begin;

    CheckRun(CheckOptions options, String command, PrintWriter out) throws IOException {
        this.options = options;
        this.report = new CheckReport(command, options.results(), out);
        CheckSettings given = options.settings();
        Path work = Files.createDirectories(report.work());
        this.settings = new CheckSettings(given.tiny(), given.seed(), given.cases(), given.home(), work);
    }

    /** Runs all; returns the exit code. */
    int run() {
        List<Check> checks = options.checks();
        Thread hook = new Thread(() -> {
            running.endAll();
            report.note("The run was interrupted.");
            report.close(checks, "The run was interrupted before it ended.");
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            report.note("Seed of all random inputs: " + settings.seed() + "; repeat by --seed " + settings.seed()
                    + ". Logs: " + settings.work());
            return runAll(checks);
        } finally {
            report.close(checks, "It was not run.");
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private int runAll(List<Check> checks) {
        Verdict first = verdict(checks.getFirst(), checks.getFirst().seconds());
        begin = System.nanoTime();
        Optional<DeviceNote> device = DeviceNote.read(settings);
        device.ifPresent(note -> report.on(note.device(), note.driver()));
        report.add(first);
        List<Check> others = new ArrayList<>(checks.subList(1, checks.size()));
        if (device.map(DeviceNote::isEmulated).orElse(false)) {
            others.removeIf(this::skipWithoutAGpu);
        }
        if (first.outcome() != Outcome.PASSED) {
            others.forEach(check -> report.add(Verdict.skipped(check.name(), "There is no CUDA device to check.")));
            return NO_DEVICE;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs())) {
            others.stream()
                    .filter(check -> !check.alone())
                    .forEach(check -> threads.execute(() -> report.add(verdict(check))));
        }
        others.stream().filter(Check::alone).forEach(check -> report.add(verdict(check)));
        return report.report().failed() ? FAILED : 0;
    }

    /** A GPU in exclusive mode has one process at a time. */
    private int jobs() {
        return SystemManagement.query("compute_mode").startsWith("Exclusive") ? 1 : options.jobs();
    }

    private boolean skipWithoutAGpu(Check check) {
        if (check.needsAGpu().isEmpty()) {
            return false;
        }
        report.add(Verdict.skipped(check.name(), check.needsAGpu()));
        return true;
    }

    private double secondsLeft() {
        return options.limitSeconds() - (System.nanoTime() - begin) / 1e9;
    }

    private Verdict verdict(Check check) {
        double left = secondsLeft();
        if (left <= 0) {
            return Verdict.failed(
                    check.name(),
                    "It was not started, because the " + options.limitSeconds()
                            + " seconds of the whole run were over; allow more by --limit.",
                    0);
        }
        return verdict(check, Math.min(check.seconds(), left));
    }

    private Verdict verdict(Check check, double limit) {
        List<String> arguments = settings.arguments();
        arguments.addFirst(check.name());
        List<String> machine = new ArrayList<>(settings.machine());
        machine.addAll(check.machine());
        JavaProcess process = new JavaProcess(
                List.of(),
                machine,
                OneCheck.class.getName(),
                arguments,
                check.environment(),
                settings.work().resolve(check.name() + ".log"));
        try {
            JavaProcess.Ending ending = process.run(limit, running);
            if (ending.code().isEmpty()) {
                return Verdict.failed(
                        check.name(),
                        "It did not end in %.0f seconds. Its last words: %s".formatted(limit, process.lastWords()),
                        ending.seconds());
            }
            return VerdictFile.read(settings, check.name())
                    .orElseGet(() -> Verdict.failed(
                            check.name(),
                            "Its process ended with code " + ending.code().getAsInt()
                                    + " and no verdict. Its last words: " + process.lastWords(),
                            ending.seconds()));
        } catch (IOException | RuntimeException e) {
            return Verdict.failed(check.name(), "Its process cannot be run: " + e, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.failed(check.name(), "The run was interrupted.", 0);
        }
    }
}
