package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedGraphs;
import io.github.diffusionelites.device.engine.Cleanup;
import java.util.ArrayList;
import java.util.List;

/** Graphs of a program, in the order of their capture; launched, they follow one another on the stream of the context. */
final class Graphs implements AutoCloseable {

    private final CudaContext context;
    private final Streams streams;
    private final List<Long> executables = new ArrayList<>();

    Graphs(CudaContext context, Streams streams) {
        this.context = context;
        this.streams = streams;
    }

    /** Captures what is launched on the main stream, and on lanes that fork from it and join it, as one more graph. */
    void capture(Runnable launches) {
        long main = streams.main();
        context.driver().streams().beginCapture(main);
        long graph = 0;
        try {
            try {
                launches.run();
            } finally {
                // Ends the capture also where a launch was refused: the stream could not be used again.
                graph = endCapture(main);
            }
            long executable = calls().instantiate(graph);
            executables.add(executable);
            calls().upload(executable, streams.launching());
        } finally {
            if (graph != 0) {
                calls().destroy(graph);
            }
        }
    }

    /** A capture that goes on would keep this thread from freeing anything, so that its end is tried twice. */
    private long endCapture(long stream) {
        try {
            return context.driver().streams().endCapture(stream);
        } catch (RuntimeException e) {
            Cleanup.after(e, () -> {
                if (context.driver().streams().isCapturing(stream)) {
                    calls().destroy(context.driver().streams().endCapture(stream));
                }
            });
            throw e;
        }
    }

    /** Launches all on the stream of the context. */
    void launch() {
        for (long executable : executables) {
            calls().launch(executable, streams.launching());
        }
    }

    /** Launches one on any stream. */
    void launch(int graph, long stream) {
        calls().launch(executables.get(graph), stream);
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        executables.forEach(executable -> steps.add(() -> calls().destroyExec(executable)));
        executables.clear();
        Cleanup.all(steps);
    }

    private CheckedGraphs calls() {
        return context.driver().graphs();
    }
}
