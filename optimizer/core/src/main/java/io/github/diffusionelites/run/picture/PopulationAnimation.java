package io.github.diffusionelites.run.picture;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * An animation of a search: one frame for each generation, the population grey, the elites coloured. Long runs are
 * thinned to {@value #MOST_FRAMES} frames, of which the first and the last generation are always two.
 *
 * <p>The axes are those of the first generation, which is the widest: the prior.
 */
public final class PopulationAnimation {

    private static final int MOST_FRAMES = 40;
    private static final int FRAME_CENTISECONDS = 60;
    private static final int LAST_CENTISECONDS = 300;

    private final int generations;
    private final Scene scene;
    private final List<BufferedImage> frames = new ArrayList<>();
    private PopulationFrame frame;
    private PopulationFrame.Content pending;

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
     * @param population all samples
     * @param elites places of the elites in the population
     * @param rewards of the elites, in the same order, larger is better
     */
    public void add(int generation, int steps, Trajectories population, int[] elites, double[] rewards) {
        PopulationFrame.Content content = new PopulationFrame.Content(generation, steps, population, elites, rewards);
        if (frame == null) {
            frame = new PopulationFrame(scene, generations, content);
        }
        int stride = Math.ceilDiv(generations, MOST_FRAMES - 1);
        if (generation % stride == 0) {
            frames.add(frame.draw(content));
            pending = null;
        } else {
            pending = content;
        }
    }

    /** Returns whether there is no frame. */
    public boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Returns the GIF file of what was added so far, at least one generation. */
    public byte[] encode() {
        if (pending != null) {
            frames.add(frame.draw(pending));
            pending = null;
        }
        try (GifFile file = new GifFile()) {
            for (int i = 0; i < frames.size(); i++) {
                BufferedImage image = frames.get(i);
                file.add(
                        i == 0 ? image : frame.palette().difference(image, frames.get(i - 1)),
                        i == frames.size() - 1 ? LAST_CENTISECONDS : FRAME_CENTISECONDS);
            }
            return file.finish();
        }
    }
}
