package io.github.diffusionelites.cli;

import io.github.diffusionelites.run.checkpoint.DirectoryLock;
import java.io.IOException;
import java.nio.file.Path;

/** Tries to take a lock in a process of its own, as locks are those of processes. */
final class LockProbe {

    private LockProbe() {}

    /** Ends with 0 if the lock was free. */
    public static void main(String[] arguments) throws IOException {
        System.exit(DirectoryLock.take(Path.of(arguments[0])).isPresent() ? 0 : 1);
    }

    static boolean takesInAnotherProcess(Path lock) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        lock.toString())
                .inheritIO()
                .start();
        return process.waitFor() == 0;
    }
}
