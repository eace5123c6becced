package io.github.diffusionelites.model;

import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.Inpainting;
import io.github.diffusionelites.sampler.NoiseSchedule;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A trained model: description, network and noise schedule.
 *
 * @param config the description
 * @param denoiser the network
 * @param schedule the noise that it was trained with
 * @param weightsDigest SHA-256 of the weights file, 64 hexadecimal digits in lower case
 */
public record DiffusionModel(ModelConfig config, Denoiser denoiser, NoiseSchedule schedule, String weightsDigest) {

    /** The file of the description in the directory of a model. */
    public static final String DESCRIPTION = "model.json";

    /**
     * Loads a model.
     *
     * @param directoryOrJson the directory that holds {@value #DESCRIPTION}, or a description itself
     * @throws ModelFormatException if a file is missing or not what it should be
     */
    public static DiffusionModel load(Path directoryOrJson) {
        Path description = Files.isDirectory(directoryOrJson) ? directoryOrJson.resolve(DESCRIPTION) : directoryOrJson;
        ModelConfig config = ModelConfig.read(description);
        Path weights = description.resolveSibling(config.weights());
        Safetensors tensors = Safetensors.read(weights);
        if (!tensors.sha256().equals(config.weightsSha256())) {
            throw new ModelFormatException("The weights " + weights + " have the SHA-256 " + tensors.sha256()
                    + ", but the description " + description + " was made for " + config.weightsSha256()
                    + "; one of the two files was changed.");
        }
        return new DiffusionModel(
                config, new Unet1d(config, tensors, weights), config.noiseSchedule(), tensors.sha256());
    }

    /**
     * Returns the decoder of this model: DDIM with linear spacing, without clip.
     *
     * @param eta share of fresh noise in [0, 1]; 0 makes decoding deterministic
     */
    public Decoder decoder(double eta) {
        return new DiffusionDecoder(denoiser, schedule, DdimSettings.standard(eta), config.mean(), config.deviation());
    }

    /**
     * Returns the decoder of this model with the first and the last position fixed: inpainting, for comparison.
     *
     * @param eta as in {@link #decoder}
     * @param first values of the first position, one a channel, in the units of the data
     * @param last values of the last position, likewise
     * @param seed of the noise of the fixed values
     */
    public Decoder inpaintingDecoder(double eta, double[] first, double[] last, long seed) {
        Inpainting ends =
                Inpainting.ends(config.channels(), config.length(), standardized(first), standardized(last), seed);
        return new DiffusionDecoder(
                denoiser, schedule, DdimSettings.standard(eta), config.mean(), config.deviation(), ends);
    }

    private double[] standardized(double[] position) {
        double[] values = position.clone();
        for (int c = 0; c < Math.min(values.length, config.channels()); c++) {
            values[c] = (values[c] - config.mean().get(c)) / config.deviation().get(c);
        }
        return values;
    }
}
