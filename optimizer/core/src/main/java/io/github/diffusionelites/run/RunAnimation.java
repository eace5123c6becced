package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.FrameLog;
import io.github.diffusionelites.run.picture.AnimationFrame;
import io.github.diffusionelites.run.picture.PopulationAnimation;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.Population;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The animation of the first search of a run. Its frames are written as they come, so that a resumed run has them. As
 * it is only a picture, a failure of any kind ends the animation or the writing of its frames, with a notice, and the
 * run goes on.
 */
final class RunAnimation implements AutoCloseable {

    private final RunObserver observer;
    private final int length;
    private final boolean usesSteps;
    private final int sign;
    private final PopulationAnimation animation;
    private @Nullable FrameLog log;
    private boolean ended;

    /**
     * Begins.
     *
     * @param length positions of a path
     * @param usesSteps whether there is a network
     * @param sign 1 where large rewards are good, else -1
     */
    RunAnimation(
            RunDirectory directory,
            RunObserver observer,
            Scene scene,
            int generations,
            int length,
            boolean usesSteps,
            int sign) {
        this.observer = observer;
        this.length = length;
        this.usesSteps = usesSteps;
        this.sign = sign;
        this.animation = new PopulationAnimation(generations, scene);
        try {
            log = FrameLog.open(directory.file(RunDirectory.FRAMES));
        } catch (UncheckedIOException e) {
            forgo(e);
        }
    }

    /** Takes over the frames of the first generations, and forgets later ones. */
    void cutBack(int generations) {
        drawing(() -> logged(file -> {
            FrameLog.Contents contents = file.cutBack(generations);
            if (contents.range() != null) {
                animation.restore(contents.range(), contents.frames());
            }
            reportMissing(generations, contents);
        }));
    }

    private void reportMissing(int generations, FrameLog.Contents contents) {
        Set<Integer> found =
                contents.frames().stream().map(AnimationFrame::generation).collect(Collectors.toSet());
        int[] expected =
                IntStream.range(0, generations).filter(animation::draws).toArray();
        long missing = IntStream.of(expected).filter(g -> !found.contains(g)).count();
        if (missing > 0) {
            observer.notice(missing + " of the " + expected.length + " frames of the first " + generations
                    + " generations are missing; the animation goes on without them.");
        }
    }

    /** Adds a generation, of whose population only what may be drawn is read. */
    void add(GenerationReport report, Population population) {
        drawing(() -> {
            int[] elites = population.elites(0);
            float[] rewards = population.rewards(0);
            boolean first = animation.range() == null;
            Optional<AnimationFrame> drawn = animation.add(
                    report.generation(),
                    usesSteps ? report.steps() : 0,
                    new PopulationPaths(population, length),
                    elites,
                    IntStream.of(elites).mapToDouble(i -> sign * rewards[i]).toArray());
            logged(file -> {
                if (first) {
                    file.write(Objects.requireNonNull(animation.range()));
                }
                drawn.ifPresent(file::write);
            });
        });
    }

    /** Writes down the frame that is only drawn if nothing follows. */
    void end() {
        drawing(() -> logged(file -> animation.pending().ifPresent(file::write)));
    }

    /** Waits until the frames are on the disk. */
    void force() {
        drawing(() -> logged(FrameLog::force));
    }

    /** Returns the GIF file; nothing if there is no frame, or it cannot be made. */
    Optional<byte[]> encode() {
        try {
            return animation.isEmpty() ? Optional.empty() : Optional.of(animation.encode());
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            endWith(e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        logged(FrameLog::close);
    }

    /** Does work that may fail for want of memory, or of the libraries that draw. */
    private void drawing(Runnable work) {
        if (ended) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            endWith(e);
        }
    }

    private void endWith(Throwable failure) {
        ended = true;
        observer.notice("The animation of the populations ends here (" + failure + "); the run goes on without it.");
    }

    private void logged(Consumer<FrameLog> work) {
        if (log == null) {
            return;
        }
        try {
            work.accept(log);
        } catch (UncheckedIOException e) {
            forgo(e);
        }
    }

    private void forgo(UncheckedIOException e) {
        if (log != null) {
            try {
                log.close();
            } catch (UncheckedIOException left) {
                e.addSuppressed(left);
            }
        }
        log = null;
        observer.notice(e.getMessage() + " The run goes on without keeping frames for a resumption.");
    }
}
