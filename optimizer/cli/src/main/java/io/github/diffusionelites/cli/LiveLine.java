package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.Quoted;
import java.io.PrintWriter;

/** Says how far something is: on a terminal in one line with a bar, which changes, elsewhere line by line. */
final class LiveLine {

    private static final int BAR = 20;

    private final PrintWriter err;
    private final boolean live;
    private boolean open;

    /**
     * Begins.
     *
     * @param live whether the line may change
     */
    LiveLine(PrintWriter err, boolean live) {
        this.err = err;
        this.live = live;
    }

    /** Returns whether the line changes. */
    boolean live() {
        return live;
    }

    /** Replaces what the line says. */
    void show(long done, long all, String text) {
        int filled = (int) (BAR * done / all);
        err.print("\r\u001b[K[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] " + text);
        err.flush();
        open = true;
    }

    /** Says something on a line that stays. */
    void add(String text) {
        end();
        err.println(text);
        err.flush();
    }

    /** Says a sentence that a person should read, on a line that stays. */
    void notice(String sentence) {
        add("elites: " + Quoted.escaped(sentence));
    }

    /** Ends the line that changes. */
    void end() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }
}
