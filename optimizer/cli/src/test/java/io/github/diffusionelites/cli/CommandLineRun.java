package io.github.diffusionelites.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Returns the best reward that a run told. */
    double best() {
        return out.lines()
                .filter(line -> line.startsWith("Best reward"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[2]))
                .findFirst()
                .orElseThrow();
    }

    /** Runs a job, written to {@code goal.toml} of a directory, whose results go to {@code out} beside it. */
    static CommandLineRun ofJob(Path directory, String job, Object... options) throws IOException {
        Object[] words = new Object[options.length + 4];
        Path file = Files.writeString(directory.resolve("goal.toml"), job);
        System.arraycopy(new Object[] {"run", file, "--out", directory.resolve("out")}, 0, words, 0, 4);
        System.arraycopy(options, 0, words, 4, options.length);
        return of(words);
    }
}
