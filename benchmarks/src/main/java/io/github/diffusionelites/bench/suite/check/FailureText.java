package io.github.diffusionelites.bench.suite.check;

import java.util.ArrayList;
import java.util.List;

/** What a failure says, in a few lines: its message, those that were added to it, those of its causes. */
final class FailureText {

    private static final int MOST_CHARACTERS = 600;
    private static final int MOST_OF_ALL = 12_000;

    private FailureText() {}

    /** As {@link #of}, but all of its own message. */
    static String whole(Throwable failure) {
        return of(failure, MOST_OF_ALL);
    }

    static String of(Throwable failure) {
        return of(failure, MOST_CHARACTERS);
    }

    private static String of(Throwable failure, int ownCharacters) {
        List<String> lines = new ArrayList<>();
        int most = ownCharacters;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            lines.add(shortened(each, most));
            most = MOST_CHARACTERS;
            for (Throwable added : each.getSuppressed()) {
                lines.add(shortened(added, MOST_CHARACTERS));
            }
        }
        return String.join("\n", lines);
    }

    private static String shortened(Throwable failure, int most) {
        String message = failure.getMessage();
        String text = failure instanceof AssertionError && message != null ? message.strip() : failure.toString();
        return text.length() <= most ? text : text.substring(0, most) + " ...";
    }
}
