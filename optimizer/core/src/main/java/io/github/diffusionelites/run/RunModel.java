package io.github.diffusionelites.run;

import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.model.ShellDecoder;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model of a job, loaded and known to fit the job.
 *
 * @param decoder the map from latents to samples
 * @param network the trained model; null where there is none
 */
public record RunModel(Decoder decoder, @Nullable DiffusionModel network) {

    /**
     * Loads a model.
     *
     * @throws io.github.diffusionelites.model.ModelFormatException if its files are missing or not what they should be
     * @throws JobException if the job asks for what does not fit the model
     */
    public static RunModel load(Job job) {
        RunModel model = switch (job.model()) {
            case Job.Model.Network network -> {
                DiffusionModel loaded = DiffusionModel.load(network.directory());
                Decoder decoder = loaded.decoder(network.eta());
                yield new RunModel(network.shell() ? new ShellDecoder(decoder) : decoder, loaded);
            }
            case Job.Model.Identity identity ->
                new RunModel(new IdentityDecoder(identity.channels(), identity.length()), null);
        };
        model.requireFit(job);
        return model;
    }

    /** Returns whether samples are paths in the plane. */
    boolean plane() {
        return decoder.channels() == 2 && decoder.length() >= 3;
    }

    /** Returns the SHA-256 of the weights; null where there are none. */
    @Nullable
    String weightsDigest() {
        return network == null ? null : network.weightsDigest();
    }

    /** Returns the SHA-256 of the weights; empty where there are none. */
    public String weightsDigestOrEmpty() {
        return network == null ? "" : network.weightsDigest();
    }

    /** Returns the digest of the network's description; empty where there is none. */
    public String descriptionDigestOrEmpty() {
        return network == null ? "" : network.config().digest();
    }

    private void requireFit(Job job) {
        for (Stage stage : job.search().fidelity().stages()) {
            if (decoder.usesSteps() && stage.steps() > decoder.maximumSteps()) {
                throw new JobException("A stage of [[fidelity]] has steps = " + stage.steps() + ", but the model was"
                        + " trained with " + decoder.maximumSteps() + " timesteps; ask for at most as many.");
            }
        }
        List<RewardPart> parts = job.rewards();
        for (int i = 0; i < parts.size(); i++) {
            String misfit = parts.get(i).misfit(decoder.channels(), decoder.length());
            if (!misfit.isEmpty()) {
                throw new JobException("[[reward]] number " + (i + 1) + " ("
                        + parts.get(i).name() + ") does not fit"
                        + " the model, whose samples have " + decoder.channels() + " channels and " + decoder.length()
                        + " positions: " + misfit + ".");
            }
        }
        if (job.output().inpainting()
                && (network == null || !plane() || RunScene.of(job, this).goal() == null)) {
            throw new JobException("The key \"inpainting\" of [output] is true, but that picture needs a network,"
                    + " samples of 2 channels and a reward term goal_distance; leave the key out or set it to false.");
        }
    }
}
