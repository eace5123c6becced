package io.github.diffusionelites.cli;

import java.io.Console;

/** Tells whether a person watches. */
final class Terminal {

    private Terminal() {}

    /**
     * Returns whether the error stream may be a terminal. The launcher knows, and says so by the property {@code
     * elites.live}; Java itself only sees standard input and output.
     */
    @SuppressWarnings("SystemConsoleNull") // There is none with jdk.console=java.base and redirected streams.
    static boolean live() {
        String told = System.getProperty("elites.live");
        Console console = System.console();
        return told == null ? console != null && console.isTerminal() : Boolean.parseBoolean(told);
    }
}
