package io.github.diffusionelites.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a command line, run inside the test, said.
 *
 * @param code its exit code
 * @param out what went to standard output
 * @param err what went to the error stream
 */
record CommandLineRun(int code, String out, String err) {

    /** Runs a command line; paths may be given as they are. */
    static CommandLineRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Elites.execute(words, new PrintWriter(out), new PrintWriter(err));
        return new CommandLineRun(code, out.toString(), err.toString());
    }
}
