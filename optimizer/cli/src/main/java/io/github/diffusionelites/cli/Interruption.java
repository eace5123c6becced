package io.github.diffusionelites.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end in order on SIGINT, SIGTERM and SIGHUP, which a terminal that closes sends; a second signal, unless it
 * is an echo of the first, ends the process at once. Where SIGHUP is ignored, as by nohup, it stays so.
 *
 * <p>A shutdown hook would not do: while hooks run, the machine pays no attention to further signals.
 */
final class Interruption implements AutoCloseable {

    /** Some callers, timeout(1) among them, send a signal to the process and again to its group. */
    private static final long ECHO_NANOS = 500_000_000;

    private final Runnable action;
    private final PrintWriter err;
    private final List<Runnable> restorers;
    private final long echoNanos;
    /** When the first signal came, in nanoseconds; null before it. */
    private final AtomicReference<@Nullable Long> first = new AtomicReference<>();

    /**
     * Listens from now on.
     *
     * @param action asks the work to end early; called once, on a thread of its own
     * @param err takes a line for the person who interrupts
     */
    Interruption(Runnable action, PrintWriter err) {
        this(action, err, ECHO_NANOS);
    }

    /** {@code echoNanos}: how long a signal may be an echo of the first. */
    Interruption(Runnable action, PrintWriter err, long echoNanos) {
        this.echoNanos = echoNanos;
        this.action = action;
        this.err = err;
        this.restorers = Stream.of("INT", "TERM", "HUP")
                .map(name -> Signals.handle(name, this::handle))
                .toList();
    }

    /** Returns whether there was a signal. */
    boolean happened() {
        return first.get() != null;
    }

    @Override
    public void close() {
        restorers.forEach(Runnable::run);
    }

    private void handle() {
        // Each signal comes on a thread of its own.
        Long former = first.compareAndExchange(null, System.nanoTime());
        if (former != null) {
            if (System.nanoTime() - former > echoNanos) {
                Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
            }
            return;
        }
        err.println();
        err.println("Interrupted: ending in order. A second interruption ends at once.");
        err.flush();
        action.run();
    }
}
