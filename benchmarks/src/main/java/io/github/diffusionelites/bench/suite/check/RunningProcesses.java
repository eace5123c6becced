package io.github.diffusionelites.bench.suite.check;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Processes that were started and have not ended, so that all can be ended together. */
final class RunningProcesses {

    private final Set<Process> running = new HashSet<>();
    private boolean over;

    /**
     * Starts a process.
     *
     * @throws IllegalStateException if all were ended
     */
    synchronized Process start(ProcessBuilder builder) throws IOException {
        if (over) {
            throw new IllegalStateException("The run was interrupted.");
        }
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** Ends a process, if it has not ended, and all that it started. */
    void end(Process process) {
        synchronized (this) {
            running.remove(process);
        }
        kill(process);
    }

    /** Ends all, and lets no other start. */
    synchronized void endAll() {
        over = true;
        running.forEach(RunningProcesses::kill);
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
