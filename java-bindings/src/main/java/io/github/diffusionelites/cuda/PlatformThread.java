package io.github.diffusionelites.cuda;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that makes a context current and then calls the driver at several places with Java in between. A context is
 * current to a thread of the system, and a virtual thread may go on in another one wherever it waits.
 */
final class PlatformThread {

    private PlatformThread() {}

    /** Calls on this thread, or, where it is virtual, on a thread of the system that this one waits for. */
    static <T> T call(Supplier<T> work) {
        if (!Thread.currentThread().isVirtual()) {
            return work.get();
        }
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofPlatform().name("elites-cuda").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause();
                    if (cause instanceof RuntimeException failure) {
                        throw failure;
                    }
                    if (cause instanceof Error failure) {
                        throw failure;
                    }
                    throw new AssertionError("A supplier throws nothing that is checked.", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
