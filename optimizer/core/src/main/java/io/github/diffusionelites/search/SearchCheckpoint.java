package io.github.diffusionelites.search;

import io.github.diffusionelites.device.HostRewardReport;
import java.util.List;
import java.util.Objects;

/**
 * A batch of searches between two generations. As noise is a function of its place alone, this is the whole state: a
 * search of the same decoder, reward and settings that {@linkplain DiffusionElites#resume resumes} from it goes on
 * exactly as the one that it was taken of. Populations are not part of it.
 *
 * @param seed of every random number
 * @param population N, individuals of a search
 * @param dimension d, coordinates of a latent
 * @param generation finished generations, at least 0
 * @param evaluations denoiser evaluations so far; without a network, decodes
 * @param hostRewards calls of a reward computed by Java so far; {@link HostRewardReport#NONE} where the device computes
 *     the reward
 * @param searches one a search, in the order of the batch
 */
public record SearchCheckpoint(
        long seed,
        int population,
        int dimension,
        int generation,
        long evaluations,
        HostRewardReport hostRewards,
        List<InstanceCheckpoint> searches) {

    /** Checks that nothing is missing or negative, and copies the list. */
    public SearchCheckpoint {
        searches = List.copyOf(Objects.requireNonNull(searches, "searches"));
        if (negative(Objects.requireNonNull(hostRewards, "hostRewards"))) {
            throw new IllegalArgumentException(
                    "A checkpoint has no negative count of rewards computed by Java, but this one has " + hostRewards
                            + ".");
        }
        if (population < 1 || dimension < 1 || generation < 0 || evaluations < 0 || searches.isEmpty()) {
            throw new IllegalArgumentException("A checkpoint has at least 1 individual, 1 coordinate, 1 search and no"
                    + " negative count, but this one has " + population + " individuals, " + dimension
                    + " coordinates, " + searches.size() + " searches, " + generation + " generations and "
                    + evaluations + " evaluations.");
        }
    }

    private static boolean negative(HostRewardReport report) {
        return report.evaluated() < 0
                || report.failed() < 0
                || report.timedOut() < 0
                || report.retries() < 0
                || report.nans() < 0
                || report.abandonedThreads() < 0;
    }
}
