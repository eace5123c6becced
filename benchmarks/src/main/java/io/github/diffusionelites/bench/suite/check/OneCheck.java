package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Verdict;
import java.io.IOException;
import java.util.List;

/** The process of one check. */
public final class OneCheck {

    private OneCheck() {}

    /**
     * Runs a check, writes its verdict to a file, and ends the process at once, whatever the driver would still do.
     *
     * @param arguments the name of the check and the settings
     * @throws IOException if the verdict cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        CheckSettings settings = CheckSettings.of(List.of(arguments).subList(1, arguments.length));
        VerdictFile.write(settings, verdict(Checks.named(arguments[0]), settings));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** Runs a check in this process. */
    @SuppressWarnings("CatchAndPrintStackTrace") // The log of the check is what it printed.
    static Verdict verdict(Check check, CheckSettings settings) {
        long start = System.nanoTime();
        Outcome outcome;
        String detail;
        try {
            detail = check.run(settings);
            outcome = Outcome.PASSED;
        } catch (CannotCheckException e) {
            detail = String.valueOf(e.getMessage());
            outcome = Outcome.SKIPPED;
        } catch (Exception | Error e) {
            e.printStackTrace();
            detail = FailureText.whole(e);
            outcome = Outcome.FAILED;
        }
        return new Verdict(check.name(), outcome, detail, (System.nanoTime() - start) / 1e9);
    }
}
