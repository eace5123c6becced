package io.github.diffusionelites.run.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An animation of a search: one frame for each generation, the population grey, the elites coloured. Long runs are
 * thinned to {@value #MOST_FRAMES} frames, of which the first and the last generation are always two.
 *
 * <p>The axes are those of the first generation, which is the widest: the prior. Of a large population the first paths
 * stand for all, which are drawn alike, and of many elites the best are drawn.
 */
public final class PopulationAnimation {

    private static final int MOST_FRAMES = 40;
    private static final int FRAME_CENTISECONDS = 60;
    private static final int LAST_CENTISECONDS = 300;

    private final int generations;
    private final Scene scene;
    private final List<BufferedImage> frames = new ArrayList<>();
    private @Nullable AnimationRange range;
    private @Nullable PopulationFrame frame;
    private @Nullable AnimationFrame pending;

    /**
     * Begins an animation.
     *
     * @param generations of the whole run, at least 1
     */
    public PopulationAnimation(int generations, Scene scene) {
        this.generations = generations;
        this.scene = scene;
    }

    /**
     * Adds a generation; they come in order, from 0.
     *
     * @param steps denoising steps that the samples were decoded with; 0 if there is no network
     * @param population all samples; those that are drawn are read
     * @param elites places of the elites in the population
     * @param rewards of the elites, in the same order, larger is better
     * @return what is drawn of it; nothing if its frame is only drawn should the run end with it early
     */
    public Optional<AnimationFrame> add(int generation, int steps, Paths population, int[] elites, double[] rewards) {
        AnimationFrame content = AnimationFrame.of(generation, steps, population, elites, rewards);
        if (range == null) {
            settle(PopulationFrame.range(scene, content));
        }
        pending = add(content) ? null : content;
        return draws(generation) ? Optional.of(content) : Optional.empty();
    }

    /** Returns whether a generation of the whole run has a frame; one at which it ends early has one as well. */
    public boolean draws(int generation) {
        return generation % stride() == 0 || generation == generations - 1;
    }

    /** Returns axes and colours, which are settled once a generation was added. */
    public @Nullable AnimationRange range() {
        return range;
    }

    /** Begins with what was drawn before: axes, colours, and frames in the order of their generations. */
    public void restore(AnimationRange former, List<AnimationFrame> drawn) {
        settle(former);
        for (AnimationFrame content : drawn) {
            pending = add(content) ? null : content;
        }
    }

    /** Returns what is drawn only if the run ends early with it. */
    public Optional<AnimationFrame> pending() {
        return Optional.ofNullable(pending).filter(content -> !draws(content.generation()));
    }

    private int stride() {
        return Math.ceilDiv(generations, MOST_FRAMES - 1);
    }

    private void settle(AnimationRange settled) {
        range = settled;
        frame = new PopulationFrame(scene, generations, settled);
    }

    private PopulationFrame frame() {
        return Objects.requireNonNull(frame, "No generation was added.");
    }

    private boolean add(AnimationFrame content) {
        boolean drawn = content.generation() % stride() == 0;
        if (drawn) {
            frames.add(frame().draw(content));
        }
        return drawn;
    }

    /** Returns whether there is no frame. */
    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Returns the GIF file of what was added so far, at least one generation. */
    public byte[] encode() {
        if (pending != null) {
            frames.add(frame().draw(pending));
            pending = null;
        }
        try (GifFile file = new GifFile()) {
            for (int i = 0; i < frames.size(); i++) {
                BufferedImage image = frames.get(i);
                file.add(
                        i == 0 ? image : frame().palette().difference(image, frames.get(i - 1)),
                        i == frames.size() - 1 ? LAST_CENTISECONDS : FRAME_CENTISECONDS);
            }
            return file.finish();
        }
    }
}
