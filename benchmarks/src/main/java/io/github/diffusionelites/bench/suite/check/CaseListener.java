package io.github.diffusionelites.bench.suite.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Counts cases, prints those that fail at once, so that a log tells of them whatever happens later. */
final class CaseListener implements TestExecutionListener {

    private static final int MOST_FAILURES = 20;

    private final List<String> failures = new ArrayList<>();
    private final Map<String, Long> nanoseconds = new TreeMap<>();
    private @Nullable TestPlan plan;
    private String skipped = "";
    private int passed;
    private long begin;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.isTest()) {
            begin = System.nanoTime();
        }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped = reason;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            nanoseconds.merge(group(test), System.nanoTime() - begin, Long::sum);
        }
        if (result.getStatus() == Status.FAILED) {
            String why = result.getThrowable().map(FailureText::of).orElse("");
            failures.add(path(test) + ": " + why);
            System.out.println("FAILED " + failures.getLast());
        } else if (test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
            passed++;
            System.out.println("passed " + path(test));
        }
    }

    private String path(TestIdentifier test) {
        String parent = parent(test).map(this::ownName).orElse("");
        return group(test) + " " + parent + " " + test.getDisplayName();
    }

    private Optional<TestIdentifier> parent(TestIdentifier test) {
        return Objects.requireNonNull(plan, "a plan that was started").getParent(test);
    }

    private String ownName(TestIdentifier parent) {
        return parent.getDisplayName().endsWith("Cases") ? "" : parent.getDisplayName();
    }

    private String group(TestIdentifier test) {
        TestIdentifier each = test;
        while (!each.getDisplayName().endsWith("Cases")) {
            Optional<TestIdentifier> above = parent(each);
            if (above.isEmpty()) {
                return test.getDisplayName();
            }
            each = above.get();
        }
        return each.getDisplayName();
    }

    /**
     * Returns how many passed and what took longest.
     *
     * @throws AssertionError with those that failed
     * @throws CannotCheckException if none was run, for a reason
     */
    String summary() {
        if (!failures.isEmpty()) {
            String first = String.join("\n", failures.subList(0, Math.min(MOST_FAILURES, failures.size())));
            throw new AssertionError(failures.size() + " cases failed, " + passed + " passed.\n" + first);
        }
        if (passed == 0) {
            throw new CannotCheckException(skipped.isEmpty() ? "No case was found." : skipped);
        }
        String longest = nanoseconds.entrySet().stream()
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(entry -> String.format(Locale.ROOT, "%s, %.1f s", entry.getKey(), entry.getValue() / 1e9))
                .orElse("");
        return passed + " cases passed; the longest were " + longest + ".";
    }
}
