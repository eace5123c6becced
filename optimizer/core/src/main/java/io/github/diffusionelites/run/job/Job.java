package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.search.SearchSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a run is to do, with every default filled in.
 *
 * @param model where samples come from
 * @param search settings that all searches have in common
 * @param searches number of independent searches, in [1, 2^24)
 * @param firstId id of the first search; the others follow. The last id is below 2^24
 * @param rewards summands of the reward, at least one
 * @param device where the run takes place
 * @param output what is written beside the figures
 */
public record Job(
        Model model,
        SearchSettings search,
        int searches,
        int firstId,
        List<RewardPart> rewards,
        DeviceChoice device,
        Output output) {

    /** Checks that nothing is missing. */
    public Job {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(search, "search");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(output, "output");
        rewards = List.copyOf(rewards);
    }

    /** Returns this job with another seed. */
    public Job withSeed(long seed) {
        SearchSettings other = new SearchSettings(
                search.population(),
                search.elites(),
                search.rule(),
                search.sense(),
                search.proposal(),
                search.fidelity(),
                seed,
                search.finalists());
        return new Job(model, other, searches, firstId, rewards, device, output);
    }

    /** Returns this job on another device. */
    public Job withDevice(DeviceChoice other) {
        return new Job(model, search, searches, firstId, rewards, other, output);
    }

    /** Where samples come from. */
    public sealed interface Model {

        /**
         * A trained network.
         *
         * @param directory that holds the model, absolute
         * @param eta share of fresh noise of a DDIM step, in [0, 1]
         * @param shell whether latents are scaled to the prior's shell before they are decoded, see
         *     {@link io.github.diffusionelites.model.ShellDecoder}
         */
        record Network(Path directory, double eta, boolean shell) implements Model {}

        /**
         * No network: samples are latents.
         *
         * @param channels of a sample, in [1, 4096]
         * @param length positions of a sample, in [1, 65536]
         */
        record Identity(int channels, int length) implements Model {}
    }

    /**
     * Where a run takes place.
     *
     * @param id as {@link io.github.diffusionelites.device.Devices#open} takes it
     * @param lanes chunks in flight; 0 for the device's own choice
     * @param chunkRows individuals that a lane works on at once; 0 for the device's own choice
     * @param precision of networks, on which results depend
     * @param noise arithmetic of the latents' normal numbers, on which results depend
     * @param products who multiplies in dense layers, on whom results depend
     */
    public record DeviceChoice(
            String id, int lanes, int chunkRows, Precision precision, Noise noise, Products products) {

        /** Checks that nothing is missing. */
        public DeviceChoice {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(precision, "precision");
            Objects.requireNonNull(noise, "noise");
            Objects.requireNonNull(products, "products");
        }

        /** A choice with portable noise and products by kernels. */
        public DeviceChoice(String id, int lanes, int chunkRows, Precision precision) {
            this(id, lanes, chunkRows, precision, Noise.PORTABLE, Products.KERNELS);
        }

        /** Returns this choice at another precision. */
        public DeviceChoice withPrecision(Precision other) {
            return new DeviceChoice(id, lanes, chunkRows, other, noise, products);
        }

        /** Returns what programs of the job are compiled with. */
        public PlanOptions planOptions() {
            return new PlanOptions(chunkRows, lanes, precision, noise, products);
        }
    }

    /**
     * What is written beside the figures.
     *
     * @param pictures whether pictures are drawn
     * @param inpainting whether inpainting to the same goal is drawn for comparison, where there is a network, a goal
     *     and samples are paths in the plane
     */
    public record Output(boolean pictures, boolean inpainting) {}
}
