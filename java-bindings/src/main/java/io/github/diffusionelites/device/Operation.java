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

    /**
     * {@code z = mean + sum_k g_k a_k / sqrt(K) + sqrt(jitter) h} over the K centred elites a_k of the proposal: a
     * draw of {@code N(mean, 1/K sum a_k a_k^T + jitter I)} without that matrix and its factor, at K d products a row.
     * g is standard normal with step 0 and stream 2, element k for elite k; h with step 0 and stream 0, so that a
     * proposal without elites draws what {@link SampleDiagonal} does.
     */
    record SampleEliteMatrix(Rows.Stored latents, Proposal.EliteMatrix proposal, Buffer searchIds)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /**
     * {@code z = means_c + deviations_c * n}, n standard normal with step 0 and stream 0, of component c, the first
     * whose cumulative weight, as a share of all, is above {@code w / 2^32}; w is the first word of stream 4 at step 0.
     * Weights that are not positive finite numbers count as 0, and a component of weight 0 is never chosen. Where all
     * are 0, the component is -1 and the latent NaN.
     *
     * @param weights {@code F32 [searches, M]}, of any sum
     * @param means {@code F32 [searches, M, d]}
     * @param deviations {@code F32 [searches, M, d]}
     * @param components the component of each individual, {@code I32 [searches, individuals]}
     */
    record SampleMixture(
            Rows.Stored latents, Buffer weights, Buffer means, Buffer deviations, Buffer searchIds, Buffer components)
            implements Individual {
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

    /**
     * {@code y = x * length / |x|} for each row, in float32 whatever the precision of features: the direction of a row
     * at a given Euclidean length. A row of zeros stays; one with NaN becomes NaN, one with infinities NaN and zeros.
     */
    record Rescale(Rows source, Rows target, float length) implements Individual {
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
     * As {@link Cholesky}, but where a matrix is not positive definite, retry r adds
     * {@code 10^r * 1e-7 * tr(covariance) / d} to its diagonal instead, r = 1, 2, 3, and the first that is gives the
     * factor; its diagonal is written back, so that covariance and factor belong together. A matrix whose trace is not
     * a positive finite number is not retried. A matrix without a factor stays as it is, and the factor unwritten.
     *
     * @param covariance {@code F32 [searches, d, d]}, symmetric; the diagonal is changed where retries are above 0
     * @param factor {@code F32 [searches, d, d]}
     * @param valid {@code I32 [searches]}: 1 with a factor, else 0
     * @param retries how many were needed or, where valid is 0, made, {@code I32 [searches]}
     */
    record RobustCholesky(Buffer covariance, Buffer factor, Buffer valid, Buffer retries) implements Population {}

    /**
     * Oracle-approximating shrinkage (Chen, Wiesel, Eldar and Hero 2010, formula 23), in place:
     * {@code S := (1 - rho) S + rho tr(S)/d I} with
     * {@code rho = min(1, ((1 - 2/d) tr(S^2) + tr(S)^2) / ((K + 1 - 2/d) (tr(S^2) - tr(S)^2 / d)))}, K the elites. This
     * is the estimator as published, for K samples about a known mean, not the variant of some libraries that drops the
     * terms 2/d. A matrix that is a multiple of the identity, also any of d = 1, has intensity 1 and stays.
     *
     * @param covariance {@code F32 [searches, d, d]}, symmetric; untouched without elites
     * @param intensity rho, {@code F32 [searches]}; 0 without elites, NaN where the matrix holds NaN
     */
    record Shrink(Selection selection, Buffer covariance, Buffer intensity) implements Population {}

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
     * Refits an elite-matrix proposal: its elites become {@code z - mean} of the selected rows, in their order. No
     * information, a mean or elite that is not finite, or a jitter that is not positive or too small for the covariance
     * to be positive definite in double, keeps the former one. Divergences are exact, through Gram matrices of side
     * {@code min(K, d)} (Woodbury's formula and the determinant lemma).
     *
     * @param rows {@code F32 [searches, individuals, d]}; of more elites than the capacity the first ones are taken
     * @param mean {@code F32 [searches, d]}
     * @param jitter variance added in every direction, {@code F32 [searches]}, above 0
     */
    record UpdateEliteMatrix(
            Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Proposal.EliteMatrix proposal)
            implements Population {}

    /**
     * A step of Diffusion Evolution (Zhang, Hartl, Hazan and Levin 2025, formulas 5 and 8 to 10) with the coefficients
     * {@link EvolutionCoefficients} of the run's generation:
     *
     * <pre>
     * l_ij    = logFitness_j - ||x_i - signal x_j||^2 / (2 deviation^2)
     * x0_i    = sum_j exp(l_ij) x_j / sum_j exp(l_ij)
     * eps_i   = (x_i - signal x0_i) / deviation
     * next_i  = nextSignal x0_i + nextDirection eps_i + nextNoise n
     * </pre>
     *
     * <p>Weights are taken relative to the largest of a row, so that none underflow together; n is standard normal with
     * step 0 and stream 3. Individuals whose log-fitness is NaN or negative infinity, or whose row is not finite, have
     * weight 0; those of positive infinity outweigh all others, equal among themselves. Inactive individuals, and all of
     * a search in which nobody has weight, are copied; a row that is not finite becomes NaN.
     *
     * @param rows the population x
     * @param logFitness {@code F32 [searches, individuals]}
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}, of which the active individuals count
     * @param table {@code F32 [searches, steps, 5]}; a run needs a generation below steps
     * @param searchIds {@code I32 [searches]}
     * @param target the next population, another buffer than rows
     * @param sampleSizes {@code F32 [searches, 2]}: mean and minimum over the active individuals of the effective
     *     sample size {@code (sum_j w_ij)^2 / sum_j w_ij^2}; 0 where nobody has weight
     */
    record Evolve(
            Rows.Stored rows,
            Buffer logFitness,
            Buffer settings,
            Buffer table,
            Buffer searchIds,
            Rows.Stored target,
            Buffer sampleSizes)
            implements Population {}

    /**
     * Mean and deviation of the Euclidean norms of the active individuals' rows. Latents of the prior have norms of
     * about {@code sqrt(d - 1/2)} with deviation 0.71; a search that leaves this shell shows latents to the decoder
     * that it was not trained on. Norms that are not finite do not count; without any other both are NaN.
     *
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}, of which the active individuals count
     * @param norms {@code F32 [searches, 2]}
     */
    record RowNorms(Rows.Stored rows, Buffer settings, Buffer norms) implements Population {}

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

    /** Statistics of the rewards that are numbers, {@code F32 [searches, 9]}, in the order of {@link Statistic}. */
    record Statistics(Buffer rewards, Buffer settings, Selection selection, Buffer statistics) implements Population {}

    private static List<Integer> ids(Rows rows) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id()) : List.of();
    }

    private static List<Integer> ids(Rows rows, Features features) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id(), features.id()) : List.of(features.id());
    }
}
