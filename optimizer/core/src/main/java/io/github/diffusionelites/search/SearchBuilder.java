package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.Reward;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a batch of searches needs; {@link DiffusionElites#on} begins one. */
public final class SearchBuilder {

    private final Device device;
    private @Nullable Decoder decoder;
    private @Nullable Reward reward;
    private @Nullable SearchSettings settings;
    private @Nullable List<SearchInstance> instances;
    private PlanOptions planOptions = PlanOptions.AUTO;

    SearchBuilder(Device device) {
        this.device = Objects.requireNonNull(device, "device");
    }

    /** Sets the map from latents to samples. */
    public SearchBuilder decoder(Decoder choice) {
        this.decoder = choice;
        return this;
    }

    /** Sets what scores samples. */
    public SearchBuilder reward(Reward choice) {
        this.reward = choice;
        return this;
    }

    /** Sets what all searches have in common. */
    public SearchBuilder settings(SearchSettings choice) {
        this.settings = choice;
        return this;
    }

    /**
     * Sets the searches of the batch; one of id 0 by default. Searches of the same id draw the same numbers, which
     * makes them comparable but not independent.
     */
    public SearchBuilder instances(List<SearchInstance> choice) {
        this.instances = List.copyOf(choice);
        return this;
    }

    /**
     * Sets chunk, lanes and arithmetic; the device's own choice by default. Results depend on precision and noise, and on
     * chunk and lanes only with {@link io.github.diffusionelites.device.Products#LIBRARY}.
     */
    public SearchBuilder planOptions(PlanOptions choice) {
        this.planOptions = Objects.requireNonNull(choice, "planOptions");
        return this;
    }

    /**
     * Allocates the buffers and compiles the programs.
     *
     * @throws IllegalArgumentException if something does not fit together
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the device does not have the memory;
     *     nothing stays allocated
     */
    public DiffusionElites build() {
        Objects.requireNonNull(reward, "A search needs a reward.");
        Objects.requireNonNull(settings, "A search needs settings.");
        Objects.requireNonNull(decoder, "A search needs a decoder.");
        List<SearchInstance> batch = instances == null ? List.of(SearchInstance.of(0, settings, reward)) : instances;
        return new DiffusionElites(device, new SearchPlan(decoder, reward, settings, batch), planOptions);
    }
}
