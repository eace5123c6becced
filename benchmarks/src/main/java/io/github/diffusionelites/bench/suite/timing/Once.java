package io.github.diffusionelites.bench.suite.timing;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something large that is made when it is asked for first. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> making;
    private @Nullable T made;

    Once(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        if (made == null) {
            made = making.get();
        }
        return Objects.requireNonNull(made);
    }
}
