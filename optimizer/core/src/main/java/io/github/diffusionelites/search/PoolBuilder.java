package io.github.diffusionelites.search;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.Reward;
import java.util.Collections;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a pool of searches needs; {@link SearchPool#on} begins one. */
public final class PoolBuilder {

    private final Device device;
    private @Nullable Decoder decoder;
    private @Nullable Reward reward;
    private @Nullable SearchSettings settings;
    private @Nullable SearchInstance widest;
    private int places = 1;
    private PlanOptions planOptions = PlanOptions.AUTO;

    PoolBuilder(Device device) {
        this.device = Objects.requireNonNull(device, "device");
    }

    /** Sets the map from latents to samples. */
    public PoolBuilder decoder(Decoder choice) {
        this.decoder = choice;
        return this;
    }

    /** Sets what scores samples; a {@link io.github.diffusionelites.device.HostReward} is told the id of a search as its place. */
    public PoolBuilder reward(Reward choice) {
        this.reward = choice;
        return this;
    }

    /** Sets what all searches have in common; its seed and what a {@link SearchInstance} says mean nothing. */
    public PoolBuilder settings(SearchSettings choice) {
        this.settings = choice;
        return this;
    }

    /** Sets a search that may have as many elites as any; by default one with the elites of the settings. */
    public PoolBuilder widest(SearchInstance choice) {
        this.widest = choice;
        return this;
    }

    /**
     * Sets how many searches have a place at a time, at each fidelity; 1 by default. Results do not depend on it, but where a search
     * has a limit of time, or with {@link io.github.diffusionelites.device.Products#LIBRARY}.
     */
    public PoolBuilder places(int choice) {
        if (choice < 1) {
            throw new IllegalArgumentException("A pool needs at least 1 place, but " + choice + " were asked for.");
        }
        this.places = choice;
        return this;
    }

    /**
     * Sets chunk, lanes and arithmetic; the device's own choice by default. Results depend on precision and noise, and on
     * chunk and lanes only with {@link io.github.diffusionelites.device.Products#LIBRARY}.
     */
    public PoolBuilder planOptions(PlanOptions choice) {
        this.planOptions = Objects.requireNonNull(choice, "planOptions");
        return this;
    }

    /**
     * Returns how many places the device has memory for, as planned: the buffers of all fidelities and of the final round
     * may take three quarters of what is free, and networks have the rest.
     *
     * @return in [1, the places that were set]; those where the memory of the device is unknown
     * @throws IllegalArgumentException if something does not fit together
     */
    public int fittingPlaces() {
        if (device.info().memoryBytes() == 0) {
            return places;
        }
        SearchPlan one = plan(1);
        long pools = 1L + one.settings().fidelity().stages().size();
        return Math.clamp(device.freeBytes() / 4 * 3 / (pools * one.bytes()), 1, places);
    }

    /**
     * Allocates the buffers and compiles the programs.
     *
     * @throws IllegalArgumentException if something does not fit together
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the device does not have the memory;
     *     nothing stays allocated
     */
    public SearchPool build() {
        SearchPlan plan = plan(places);
        // Ranked together are as many searches as have about the rows of a generation.
        long rows = (long) places * plan.population();
        int finalPlaces = Math.clamp(rows / plan.mostEntrants(), 1, Math.max(1, places));
        return new SearchPool(device, plan, finalPlaces, planOptions);
    }

    private SearchPlan plan(int searches) {
        Objects.requireNonNull(reward, "A search needs a reward.");
        Objects.requireNonNull(settings, "A search needs settings.");
        Objects.requireNonNull(decoder, "A search needs a decoder.");
        SearchInstance any = widest == null ? SearchInstance.of(0, settings, reward) : widest;
        return new SearchPlan(decoder, reward, settings, Collections.nCopies(searches, any));
    }
}
