package io.github.diffusionelites.device;

import java.util.List;
import java.util.stream.Stream;

/**
 * The flat set of operations that every device knows. Formulas stand here; each operation has a double-precision
 * reference in the test jar, which every device is checked against.
 */
public sealed interface Operation {

    /** An operation on each individual alone; recorded for a symbolic number of rows. */
    sealed interface Individual extends Operation {

        /** Returns the numbers of the intermediate values that it reads or writes. */
        List<Integer> scratch();
    }

    /** An operation on all individuals of each search. */
    sealed interface Population extends Operation {}

    /** {@code z = mean + deviation * n}, n standard normal with step 0 and stream 0. */
    record SampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /** {@code z = mean + factor n}, n standard normal with step 0 and stream 0; factor is lower triangular. */
    record SampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /** Takes rows [channels, length] into the layout and precision of the network. */
    record Load(Rows source, Features target) implements Individual {
        @Override
        public List<Integer> scratch() {
            return Operation.ids(source, target);
        }
    }

    /** A convolution with its epilogue. */
    record Convolve(Features source, Features target, Convolution1d convolution, Epilogue epilogue)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return epilogue.residual() == null
                    ? List.of(source.id(), target.id())
                    : List.of(source.id(), target.id(), epilogue.residual().id());
        }
    }

    /** A normalisation of its own. */
    record Normalize(Features source, Features target, Norm norm) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(source.id(), target.id());
        }
    }

    /** The channels of the first, then those of the second. */
    record Concatenate(Features first, Features second, Features target) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(first.id(), second.id(), target.id());
        }
    }

    /**
     * Softmax attention. The source holds queries, keys and values, {@code 3 * heads * headChannels} channels; head h
     * of each is a slab of headChannels. {@code out = softmax(q k^T / sqrt(headChannels)) v}.
     */
    record Attend(Features source, Features target, int heads) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(source.id(), target.id());
        }
    }

    /**
     * Linear attention (Shen et al. 2018). As {@link Attend}, but queries are a softmax over the channels of a head,
     * times {@code headChannels^-1/2}, keys a softmax over positions, and {@code out = (k^T v)^T q}.
     */
    record AttendLinearly(Features source, Features target, int heads) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(source.id(), target.id());
        }
    }

    /** A step of a sampler; noise has stream 1 and the coefficients' step. */
    record UpdateSampler(
            Rows state, Features output, Rows target, SamplerCoefficients coefficients, NoiseIdentity identity)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return Stream.concat(Operation.ids(state, output).stream(), Operation.ids(target).stream())
                    .toList();
        }
    }

    /**
     * {@code y[e] = shift[e / m] + scale[e / m] * x[e]} for element e of a row, where {@code m = width / n} and scale
     * and shift have shape [n]: n = channels scales channels, n = width scales elements.
     */
    record Affine(Rows source, Rows target, Constant scale, Constant shift) implements Individual {
        @Override
        public List<Integer> scratch() {
            return Stream.concat(Operation.ids(source).stream(), Operation.ids(target).stream())
                    .toList();
        }
    }

    /** The sum of reward terms; parameters {@code F32 [searches, P]}, rewards {@code F32 [searches, individuals]}. */
    record Score(Rows samples, int channels, int length, List<RewardTerm> terms, Buffer parameters, Buffer rewards)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return Operation.ids(samples);
        }
    }

    /** A reward computed by Java; the last operation of the per-individual part. Settings say how it is called. */
    record ScoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward, HostRewardSettings settings)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /**
     * Finds the elites. NaN is worst and never an elite, -0 equals +0, ties go to the lowest index.
     *
     * @param rewards {@code F32 [searches, individuals]}
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}
     * @param selection the result
     */
    record Select(Buffer rewards, Buffer settings, Selection selection) implements Population {}

    /** Mean and biased variance of the elites' rows, {@code F32 [searches, width]} each, centred sums by index. */
    record Moments(Rows.Stored rows, Selection selection, Buffer mean, Buffer variance) implements Population {}

    /**
     * {@code 1/K sum (z - mean)(z - mean)^T + jitter I} over the elites, K their number.
     *
     * @param mean {@code F32 [searches, d]}
     * @param jitter {@code F32 [searches]}
     * @param covariance {@code F32 [searches, d, d]}, symmetric
     */
    record Covariance(Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Buffer covariance)
            implements Population {}

    /**
     * Lower Cholesky factors, {@code F32 [searches, d, d]}; valid is 1 where the matrix is positive definite, else 0.
     */
    record Cholesky(Buffer covariance, Buffer factor, Buffer valid) implements Population {}

    /**
     * Refits a diagonal proposal: {@code deviation = max(sqrt(variance + varianceFloor), deviationFloor)}. A refit that
     * is not finite or has a deviation of 0, or a selection without information, keeps the former one.
     *
     * @param floors {@code F32 [searches, 2]}: variance floor, deviation floor
     */
    record UpdateDiagonal(Selection selection, Buffer mean, Buffer variance, Buffer floors, Proposal.Diagonal proposal)
            implements Population {}

    /** Refits a full proposal; a factor that is not valid or not finite, or no information, keeps the former one. */
    record UpdateFull(
            Selection selection, Buffer mean, Buffer covariance, Buffer factor, Buffer valid, Proposal.Full proposal)
            implements Population {}

    /**
     * Writes the best individual of the run's generation g into slot g of the champions: its row, reward and index.
     * Where all rewards are NaN the reward is NaN and the index -1.
     *
     * @param champions {@code F32 [searches, slots, width]}
     * @param championRewards {@code F32 [searches, slots]}
     * @param individuals {@code I32 [searches, slots]}
     */
    record KeepChampion(
            Rows.Stored rows,
            Buffer rewards,
            Selection selection,
            Buffer champions,
            Buffer championRewards,
            Buffer individuals)
            implements Population {}

    /** Rows of the elites, in their order; the target {@code F32 [searches, capacity, width]} takes the first ones. */
    record Gather(Rows.Stored rows, Selection selection, Buffer target) implements Population {}

    /** Statistics of the rewards that are numbers, {@code F32 [searches, 8]}, in the order of {@link Statistic}. */
    record Statistics(Buffer rewards, Buffer settings, Selection selection, Buffer statistics) implements Population {}

    private static List<Integer> ids(Rows rows) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id()) : List.of();
    }

    private static List<Integer> ids(Rows rows, Features features) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id(), features.id()) : List.of(features.id());
    }
}
