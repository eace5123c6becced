package io.github.diffusionelites.cli;

import java.io.PrintWriter;

/** A process whose work takes no notice of interruptions; its argument says how long echoes may be, in nanoseconds. */
final class StubbornProcess {

    private StubbornProcess() {}

    /** Says when it listens, then works for ever. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintWriter err = new PrintWriter(System.err, true);
        try (Interruption interruption = new Interruption(() -> {}, err, Long.parseLong(arguments[0]))) {
            err.println("listening");
            while (!interruption.happened()) {
                Thread.sleep(100);
            }
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
