package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.FrameLog;
import io.github.diffusionelites.run.picture.AnimationFrame;
import io.github.diffusionelites.run.picture.PopulationAnimation;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.run.picture.Trajectories;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.Population;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The animation of the first search of a run. Its frames are written as they come, so that a resumed run has them; if
 * that fails the run goes on, as it is only a picture.
 */
final class RunAnimation implements AutoCloseable {

    private final RunObserver observer;
    private final int length;
    private final boolean usesSteps;
    private final int sign;
    private final PopulationAnimation animation;
    private @Nullable FrameLog log;

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
        logged(file -> {
            FrameLog.Contents contents = file.cutBack(generations);
            if (contents.range() != null) {
                animation.restore(contents.range(), contents.frames());
            } else if (generations > 0) {
                observer.notice("The frames of the first " + generations
                        + " generations are missing; the animation begins later.");
            }
        });
    }

    /** Adds a generation. */
    void add(GenerationReport report, Population population) {
        int[] elites = population.elites(0);
        float[] rewards = population.rewards(0);
        boolean first = animation.range() == null;
        Optional<AnimationFrame> drawn = animation.add(
                report.generation(),
                usesSteps ? report.steps() : 0,
                new Trajectories(population.samples(0), length),
                elites,
                IntStream.of(elites).mapToDouble(i -> sign * rewards[i]).toArray());
        logged(file -> {
            if (first) {
                file.write(Objects.requireNonNull(animation.range()));
            }
            drawn.ifPresent(file::write);
        });
    }

    /** Writes down the frame that is only drawn if nothing follows. */
    void end() {
        logged(file -> animation.pending().ifPresent(file::write));
    }

    /** Returns whether there is nothing to draw. */
    boolean isEmpty() {
        return animation.isEmpty();
    }

    /** Returns the GIF file. */
    byte[] encode() {
        return animation.encode();
    }

    @Override
    public void close() {
        logged(FrameLog::close);
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
        log = null;
        observer.notice(e.getMessage() + " The run goes on without keeping frames for a resumption.");
    }
}
