package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.picture.Trajectories;
import java.util.Objects;

/**
 * What the model gives without a search, at final fidelity.
 *
 * @param unsteered decoded latents of generation 0 of the first search
 * @param inpainted the same latents, decoded with the ends fixed: at the unsteered samples' mean start, and at the goal
 */
record Comparison(Trajectories unsteered, Trajectories inpainted) {

    /** More individuals would not change a median much. */
    private static final int MOST = 64;

    /** Draws both. */
    static Comparison draw(Job job, RunModel model, Device device, double[] goal) {
        Trajectories unsteered = sample(job, model.decoder(), device);
        Decoder inpainting = Objects.requireNonNull(model.network())
                .inpaintingDecoder(
                        ((Job.Model.Network) job.model()).eta(),
                        meanStart(unsteered),
                        goal,
                        job.search().seed());
        return new Comparison(unsteered, sample(job, inpainting, device));
    }

    private static Trajectories sample(Job job, Decoder decoder, Device device) {
        try (Sampling sampling = new Sampling(
                device,
                decoder,
                Math.min(MOST, job.search().population()),
                job.search().fidelity().finalSteps(),
                job.firstId(),
                job.device().planOptions())) {
            return new Trajectories(sampling.draw(job.search().seed()), decoder.length());
        }
    }

    private static double[] meanStart(Trajectories paths) {
        double x = 0;
        double y = 0;
        for (int i = 0; i < paths.count(); i++) {
            x += paths.x(i, 0) / paths.count();
            y += paths.y(i, 0) / paths.count();
        }
        return new double[] {x, y};
    }
}
