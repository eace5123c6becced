package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostReward;
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
    private final ThreadLocal<Boolean> inReward = ThreadLocal.withInitial(() -> false);

    /** Returns a reward that cannot come in, not even when its call was given up and the search went on without it. */
    HostReward keepOut(HostReward reward) {
        return batch -> {
            inReward.set(true);
            try {
                reward.score(batch);
            } finally {
                inReward.remove();
            }
        };
    }

    /**
     * Does work that nothing else may happen beside.
     *
     * @throws IllegalStateException if other work is going on, the gate is closed, or the reward is the caller
     */
    <T> T exclusively(Supplier<T> work) {
        requireOutside();
        Position former = position.compareAndExchange(Position.OPEN, Position.BUSY);
        if (former == Position.CLOSED) {
            throw new IllegalStateException("The search is closed.");
        }
        if (former == Position.BUSY) {
            throw new IllegalStateException("The search is running; one thread at a time may call it.");
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
     * @throws IllegalStateException if work is going on, or the reward is the caller
     */
    void close(Runnable lastWork) {
        requireOutside();
        switch (position.compareAndExchange(Position.OPEN, Position.CLOSED)) {
            case OPEN -> lastWork.run();
            case BUSY ->
                throw new IllegalStateException("A running search cannot be closed; cancel it and wait for its end.");
            case CLOSED -> {}
        }
    }

    private void requireOutside() {
        if (inReward.get()) {
            throw new IllegalStateException("A reward may not call the search that calls it; it may only cancel it.");
        }
    }
}
