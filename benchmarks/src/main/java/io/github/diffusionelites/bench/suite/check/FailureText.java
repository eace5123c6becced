package io.github.diffusionelites.bench.suite.check;

import java.util.ArrayList;
import java.util.List;

/** What a failure says, in a few lines: its message, those that were added to it, those of its causes. */
final class FailureText {

    private static final int MOST_CHARACTERS = 600;

    private FailureText() {}

    static String of(Throwable failure) {
        List<String> lines = new ArrayList<>();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            lines.add(shortened(each));
            for (Throwable added : each.getSuppressed()) {
                lines.add(shortened(added));
            }
        }
        return String.join("\n", lines);
    }

    private static String shortened(Throwable failure) {
        String message = failure.getMessage();
        boolean speaksForItself = failure instanceof AssertionError && message != null;
        String text = speaksForItself ? message.strip() : failure.toString();
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + " ...";
    }
}
