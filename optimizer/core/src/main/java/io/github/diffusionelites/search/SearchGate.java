package io.github.diffusionelites.search;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Lets one thread at a time into a search, and none once it is closed. Waiting would hide a mistake or lock up. */
final class SearchGate {

    private enum Position {
        OPEN,
        BUSY,
        CLOSED
    }

    private final AtomicReference<Position> position = new AtomicReference<>(Position.OPEN);

    /**
     * Does work that nothing else may happen beside.
     *
     * @throws IllegalStateException if other work is going on or the gate is closed
     */
    <T> T exclusively(Supplier<T> work) {
        Position former = position.compareAndExchange(Position.OPEN, Position.BUSY);
        if (former == Position.CLOSED) {
            throw new IllegalStateException("The search is closed.");
        }
        if (former == Position.BUSY) {
            throw new IllegalStateException(
                    "The search is running; one thread at a time may call it, and its reward may not.");
        }
        try {
            return work.get();
        } finally {
            position.set(Position.OPEN);
        }
    }

    /**
     * Closes the gate and does the last work; further calls do nothing.
     *
     * @throws IllegalStateException if work is going on
     */
    void close(Runnable lastWork) {
        switch (position.compareAndExchange(Position.OPEN, Position.CLOSED)) {
            case OPEN -> lastWork.run();
            case BUSY ->
                throw new IllegalStateException("A running search cannot be closed; cancel it and wait for its end.");
            case CLOSED -> {}
        }
    }
}
