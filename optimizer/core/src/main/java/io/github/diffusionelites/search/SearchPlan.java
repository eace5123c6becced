package io.github.diffusionelites.search;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.SearchLookup;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of searches is made of, checked as a whole before anything is allocated.
 *
 * @param decoder from latents to samples
 * @param reward of samples
 * @param settings that all searches have
 * @param instances what each search has
 */
record SearchPlan(Decoder decoder, Reward reward, SearchSettings settings, List<SearchInstance> instances) {

    SearchPlan {
        Objects.requireNonNull(decoder, "A search needs a decoder.");
        Objects.requireNonNull(reward, "A search needs a reward.");
        Objects.requireNonNull(settings, "A search needs settings.");
        instances = List.copyOf(instances);
        if (instances.isEmpty()) {
            throw new IllegalArgumentException("A batch needs at least one search.");
        }
        requireSteps(decoder, settings);
        requireDimension(decoder, settings);
        requireReward(decoder, reward, instances);
        requireEntrants(mostEntrants(instances, settings), instances.size());
        for (SearchInstance instance : instances) {
            if (instance.active() > settings.population()) {
                throw new IllegalArgumentException("Search " + instance.id() + " has " + instance.active()
                        + " active individuals, but the population is " + settings.population() + ".");
            }
        }
    }

    int searches() {
        return instances.size();
    }

    int population() {
        return settings.population();
    }

    int generations() {
        return settings.fidelity().generations();
    }

    int dimension() {
        return decoder.dimension();
    }

    boolean full() {
        return settings.proposal() instanceof ProposalSettings.Full;
    }

    /** Returns reward parameters of a search; a device has no empty buffers, so that there is at least one. */
    int rewardColumns() {
        return Math.max(1, instances.getFirst().rewardParameters().length);
    }

    /** Returns the most elites that are kept of a search: with the threshold rule, ties may make all of them elites. */
    int eliteCapacity() {
        return eliteCapacity(instances);
    }

    private static int eliteCapacity(List<SearchInstance> instances) {
        return instances.stream().mapToInt(SearchPlan::mostElites).max().orElseThrow();
    }

    /** Returns the most elites that a search may have. */
    static int mostElites(SearchInstance instance) {
        return instance.rule() == SelectionRule.THRESHOLD ? instance.active() : instance.elites();
    }

    /** Returns a plan of so many searches that are all as the first one. */
    SearchPlan withSearches(int count) {
        return new SearchPlan(decoder, reward, settings, Collections.nCopies(count, instances.getFirst()));
    }

    /** Returns the most individuals of a search that are decoded again at the end, at least 1. */
    int mostEntrants() {
        return (int) mostEntrants(instances, settings);
    }

    private static long mostEntrants(List<SearchInstance> instances, SearchSettings settings) {
        return (long) eliteCapacity(instances)
                + Math.min(settings.finalists(), settings.fidelity().generations());
    }

    /** Returns individuals that are decoded and belong to a search, in one generation. */
    long activeIndividuals() {
        return instances.stream().mapToLong(SearchInstance::active).sum();
    }

    /** Returns network evaluations of one decode; a decode without a network counts as one. */
    int evaluationsOfDecode(int steps) {
        return decoder.usesSteps() ? steps : 1;
    }

    /** Returns the reward as Java code for batches of these searches, or null if the device computes it. */
    @Nullable
    HostReward hostReward() {
        return hostReward(new InstanceLookup(instances));
    }

    /** Returns the same for searches that come and go. */
    @Nullable
    HostReward hostReward(SearchLookup searches) {
        return switch (reward) {
            case Reward.BuiltIn builtIn -> null;
            case Reward.Code code -> null;
            case Reward.Function function -> function.forShape(decoder.channels(), decoder.length());
            case Reward.Host host -> host.reward();
            case Reward.External external -> external.over(searches);
        };
    }

    /** Returns how Java code and rewards from outside are called; null if the device computes the reward. */
    @Nullable
    HostRewardSettings hostSettings() {
        return switch (reward) {
            case Reward.BuiltIn builtIn -> null;
            case Reward.Code code -> null;
            case Reward.Function function -> function.hostSettings();
            case Reward.Host host -> host.hostSettings();
            case Reward.External external -> external.hostSettings();
        };
    }

    /**
     * Refuses a batch whose buffers are larger than the free memory of the device.
     *
     * @param device whose memory is 0 where it is unknown
     * @param freeBytes of its memory
     * @throws DeviceMemoryException with the bytes that are needed, free and there in all, and the largest population
     *     whose buffers would fit
     */
    void requireMemory(DeviceInfo device, long freeBytes) {
        long needed = bytes();
        if (device.memoryBytes() > 0 && needed > freeBytes) {
            long fits = largestPopulation(freeBytes);
            String searches = searches() == 1 ? "a search" : searches() + " searches";
            throw new DeviceMemoryException(
                    "allocate",
                    0,
                    needed,
                    "The buffers of " + searches + " of " + population() + " individuals need " + needed
                            + " bytes, but of the " + device.memoryBytes() + " bytes of the device " + device.id() + " "
                            + freeBytes + " are free; "
                            + (fits > 0
                                    ? "the largest population whose buffers fit is " + fits + "."
                                    : "not even a population of 1 would fit, so use fewer searches or dimensions."));
        }
    }

    /** Returns the bytes of all buffers but the workspace. */
    long bytes() {
        return bytes(population());
    }

    private long largestPopulation(long memoryBytes) {
        long fits = 0;
        long tooMany = population();
        while (tooMany - fits > 1) {
            long middle = (fits + tooMany) / 2;
            if (bytes(middle) <= memoryBytes) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits;
    }

    /**
     * Bytes of all buffers but the workspace: latents, samples, rewards and elite places; champions; the proposal; in
     * the final round also latents, samples, rewards and places of the entrants.
     */
    private long bytes(long individuals) {
        long d = dimension();
        long elites = Math.min(individuals, eliteCapacity());
        long proposal = full() ? 4 * d * d : 4 * d;
        long entrants = elites + Math.min(settings.finalists(), generations());
        long words = individuals * (2 * d + 2)
                + elites * d
                + (long) generations() * (d + 2)
                + proposal
                + entrants * (2 * d + 3);
        return (long) Float.BYTES * searches() * words;
    }

    private static void requireSteps(Decoder decoder, SearchSettings settings) {
        int most = settings.fidelity().mostSteps();
        if (decoder.usesSteps() && most > decoder.maximumSteps()) {
            throw new IllegalArgumentException("A stage has " + most + " denoising steps, but the noise schedule of the"
                    + " model allows 1 to " + decoder.maximumSteps() + ".");
        }
    }

    private static void requireDimension(Decoder decoder, SearchSettings settings) {
        long d = decoder.dimension();
        if (settings.proposal() instanceof ProposalSettings.Full && d > ProposalSettings.LARGEST_FULL_DIMENSION) {
            throw new IllegalArgumentException("A full covariance over " + d + " coordinates takes "
                    + Float.BYTES * d * d + " bytes a matrix; the most coordinates are "
                    + ProposalSettings.LARGEST_FULL_DIMENSION + ", use a diagonal proposal.");
        }
    }

    private static void requireEntrants(long entrants, int searches) {
        if (entrants * searches > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The final round of " + searches + " searches would decode up to "
                    + entrants + " individuals of each, " + entrants * searches + " in all, but the most are "
                    + Integer.MAX_VALUE + "; use fewer searches, elites or finalists.");
        }
    }

    private static void requireReward(Decoder decoder, Reward reward, List<SearchInstance> instances) {
        // What a reward from outside does with its parameters nobody knows here, but all searches must have as many.
        int columns = reward instanceof Reward.External
                ? instances.getFirst().rewardParameters().length
                : reward.deviceParameters().length;
        if (reward instanceof Reward.BuiltIn builtIn) {
            builtIn.requireShape(decoder.channels(), decoder.length());
        }
        for (SearchInstance instance : instances) {
            if (instance.rewardParameters().length != columns) {
                throw new IllegalArgumentException("Search " + instance.id() + " has "
                        + instance.rewardParameters().length + " reward parameters, but "
                        + (reward instanceof Reward.External
                                ? "search " + instances.getFirst().id() + " has "
                                : "the reward takes ")
                        + columns + ".");
            }
        }
    }
}
