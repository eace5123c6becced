package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedStreams;
import io.github.diffusionelites.device.engine.Cleanup;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams of a program, which its graphs are recorded from: the first leads, and chunks take turns on all of them.
 * Recorded graphs are launched on the stream of the context.
 */
final class Streams implements AutoCloseable {

    private final CheckedStreams calls;
    private final long launching;
    private final List<Long> streams = new ArrayList<>();
    private final List<Long> events = new ArrayList<>();

    Streams(CudaContext context, int lanes) {
        this.calls = context.driver().streams();
        this.launching = context.stream();
        try {
            for (int lane = 0; lane < lanes; lane++) {
                streams.add(calls.create());
                events.add(calls.createEvent(false));
            }
        } catch (RuntimeException e) {
            Cleanup.after(e, this::close);
            throw e;
        }
    }

    int lanes() {
        return streams.size();
    }

    long main() {
        return streams.getFirst();
    }

    /** The stream that graphs are launched on. */
    long launching() {
        return launching;
    }

    long lane(int lane) {
        return streams.get(lane);
    }

    /** Lets all lanes wait for what a stream, perhaps one of them, was given so far. */
    void fork(long from) {
        calls.record(events.getFirst(), from);
        for (long stream : streams) {
            if (stream != from) {
                calls.await(stream, events.getFirst());
            }
        }
    }

    /** Lets a stream, perhaps one of the lanes, wait for what all lanes were given so far. */
    void join(long to) {
        for (int lane = 0; lane < lanes(); lane++) {
            if (lane(lane) != to) {
                calls.record(events.get(lane), lane(lane));
                calls.await(to, events.get(lane));
            }
        }
    }

    /** Waits for what was launched and for what all lanes were given so far. */
    void drain() {
        join(launching);
        synchronize();
    }

    /** Waits for what was launched on the stream of the context. */
    void synchronize() {
        calls.synchronize(launching);
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        events.forEach(event -> steps.add(() -> calls.destroyEvent(event)));
        streams.forEach(stream -> steps.add(() -> calls.destroy(stream)));
        events.clear();
        streams.clear();
        Cleanup.all(steps);
    }
}
