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

    /**
     * {@code z = mean + deviation * n}, n standard normal with step 0 and stream 0 of the run's generation; see {@link
     * NoiseIdentity}. With mean 0 and deviation 1 the prior of a diffusion model.
     *
     * @param latents written: {@code F32 [searches, individuals, ...]}, d floats a row
     * @param mean {@code F32 [searches, d]}
     * @param deviation standard deviations, {@code F32 [searches, d]}
     * @param searchIds whose noise each search draws, {@code I32 [searches]}, each in [0, 2^24)
     */
    record SampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /**
     * {@code z = mean + factor n}, n standard normal with step 0 and stream 0 of the run's generation; see {@link
     * NoiseIdentity}. Draws {@code N(mean, factor factor^T)}.
     *
     * @param latents written: {@code F32 [searches, individuals, ...]}, d floats a row
     * @param mean {@code F32 [searches, d]}
     * @param factor lower triangular, {@code F32 [searches, d, d]}, zeros above the diagonal
     * @param searchIds whose noise each search draws, {@code I32 [searches]}, each in [0, 2^24)
     */
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
     *
     * @param latents written: {@code F32 [searches, individuals, ...]}, d floats a row
     * @param proposal elites {@code F32 [searches, capacity, d]} and what else it is made of; read only
     * @param searchIds whose noise each search draws, {@code I32 [searches]}, each in [0, 2^24)
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
     * @param latents written: {@code F32 [searches, individuals, ...]}, d floats a row
     * @param weights {@code F32 [searches, M]}, of any sum
     * @param means {@code F32 [searches, M, d]}
     * @param deviations standard deviations, {@code F32 [searches, M, d]}
     * @param searchIds whose noise each search draws, {@code I32 [searches]}, each in [0, 2^24)
     * @param components written: the component of each individual in [0, M), or -1, {@code I32 [searches, individuals]}
     */
    record SampleMixture(
            Rows.Stored latents, Buffer weights, Buffer means, Buffer deviations, Buffer searchIds, Buffer components)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /**
     * Takes rows into the layout and precision of the network.
     *
     * @param source rows of channels times length floats, channel by channel
     * @param target the written feature map, [channels, length]
     */
    record Load(Rows source, Features target) implements Individual {
        @Override
        public List<Integer> scratch() {
            return Operation.ids(source, target);
        }
    }

    /**
     * A convolution with its epilogue, or a linear layer where length and kernel are 1. Position t of output channel o
     * is {@code y[o, t] = bias[o] + sum_(i, k) weight[o, i, k] x[i, stride t + k - padding]}, x being 0 outside of the
     * input; then follows what {@link Epilogue} says.
     *
     * @param source [in, length]
     * @param target the written feature map, [out, {@link Convolution1d#outLength}]
     * @param convolution the layer
     * @param epilogue what happens to y before it is stored; its residual has the shape of the target
     */
    record Convolve(Features source, Features target, Convolution1d convolution, Epilogue epilogue)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return epilogue.residual() == null
                    ? List.of(source.id(), target.id())
                    : List.of(source.id(), target.id(), epilogue.residual().id());
        }
    }

    /**
     * A normalisation of its own, by the formulas of {@link Norm}.
     *
     * @param source [channels, length]
     * @param target the written feature map, [channels, length]
     * @param norm the normalisation
     */
    record Normalize(Features source, Features target, Norm norm) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(source.id(), target.id());
        }
    }

    /**
     * The channels of the first, then those of the second.
     *
     * @param first [a, length]
     * @param second [b, length]
     * @param target the written feature map, [a + b, length]
     */
    record Concatenate(Features first, Features second, Features target) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(first.id(), second.id(), target.id());
        }
    }

    /**
     * Softmax attention (Vaswani et al. 2017) over positions: {@code out = softmax(q k^T / sqrt(headChannels)) v} for
     * each head. Queries, keys and values follow each other in the source, in each of them the heads, headChannels
     * channels each.
     *
     * @param source [3 * heads * headChannels, length]
     * @param target the written feature map, [heads * headChannels, length]
     * @param heads at least 1
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
     *
     * @param source [3 * heads * headChannels, length]
     * @param target the written feature map, [heads * headChannels, length]
     * @param heads at least 1
     */
    record AttendLinearly(Features source, Features target, int heads) implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of(source.id(), target.id());
        }
    }

    /**
     * A step of a sampler, by the formulas of {@link SamplerCoefficients}; noise has stream 1 and the coefficients'
     * step. Rows hold channels times length floats, channel by channel, as {@link Load} reads them.
     *
     * @param state x, width floats a row
     * @param output the network's output p, [channels, length] with width elements
     * @param target written: the next state, width floats a row
     * @param coefficients of DDPM (Ho et al. 2020), DDIM (Song et al. 2021) or another sampler that is affine in x, p
     *     and the noise
     * @param identity whose noise each row draws
     */
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
     *
     * @param source x, width floats a row
     * @param target written: y, width floats a row
     * @param scale [n], n a divisor of the width
     * @param shift [n]
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
     *
     * @param source rows of any width
     * @param target written: rows of the source's width
     * @param length positive and finite
     */
    record Rescale(Rows source, Rows target, float length) implements Individual {
        @Override
        public List<Integer> scratch() {
            return Stream.concat(Operation.ids(source).stream(), Operation.ids(target).stream())
                    .toList();
        }
    }

    /**
     * The sum of reward terms, by the formulas of {@link RewardTerm.Kind}.
     *
     * @param samples rows of channels times length floats, channel by channel
     * @param channels of a sample, at least 1
     * @param length positions of a sample, at least 1
     * @param terms at least one; their parameters lie within the P columns
     * @param parameters of each search, {@code F32 [searches, P]}
     * @param rewards written: {@code F32 [searches, individuals]}
     */
    record Score(Rows samples, int channels, int length, List<RewardTerm> terms, Buffer parameters, Buffer rewards)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return Operation.ids(samples);
        }
    }

    /**
     * A reward by code for the device that is not this library's; only GPUs take it, and only if they were opened with
     * {@link DeviceOptions#allowingDeviceCode}.
     *
     * @param samples rows of channels times length floats, channel by channel
     * @param channels of a sample, at least 1
     * @param length positions of a sample, at least 1
     * @param code computes the reward of each sample
     * @param parameters of each search, {@code F32 [searches, P]}
     * @param rewards written: {@code F32 [searches, individuals]}
     */
    record ScoreByCode(Rows samples, int channels, int length, DeviceCode code, Buffer parameters, Buffer rewards)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return Operation.ids(samples);
        }
    }

    /**
     * A reward computed by Java; the last operation of the per-individual part. Where a call fails for good, the
     * rewards of its rows are NaN.
     *
     * @param samples {@code F32 [searches, individuals, ...]}; the reward sees the floats of a row
     * @param rewards written: {@code F32 [searches, individuals]}
     * @param reward called for chunks of rows, on threads of its own
     * @param settings how it is called
     */
    record ScoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward, HostRewardSettings settings)
            implements Individual {
        @Override
        public List<Integer> scratch() {
            return List.of();
        }
    }

    /**
     * Finds the elites: the K best, or all above the (1 - rho)-quantile of Diffusion Elites (Perone 2025, Algorithm 1),
     * as {@link SelectionRule} says. NaN is worst and never an elite, -0 equals +0, ties go to the lowest index.
     *
     * @param rewards {@code F32 [searches, individuals]}
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}
     * @param selection written: the elites in ascending order, their number, and the reward of the worst
     */
    record Select(Buffer rewards, Buffer settings, Selection selection) implements Population {}

    /**
     * Mean and biased variance of the elites' rows, {@code mean = 1/K sum z} and {@code variance = 1/K sum (z -
     * mean)^2}, K their number. Sums run by index, whatever the lanes; a search without elites keeps what stands in
     * both.
     *
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row
     * @param selection who is an elite, as {@link Select} leaves it
     * @param mean written: {@code F32 [searches, d]}
     * @param variance written: {@code F32 [searches, d]}
     */
    record Moments(Rows.Stored rows, Selection selection, Buffer mean, Buffer variance) implements Population {}

    /**
     * {@code 1/K sum (z - mean)(z - mean)^T + jitter I} over the elites, K their number: the maximum-likelihood
     * covariance of Diffusion Elites (Perone 2025, Algorithm 1) where mean is that of the same elites. A search without
     * elites keeps what stands there.
     *
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row
     * @param selection who is an elite, as {@link Select} leaves it
     * @param mean {@code F32 [searches, d]}
     * @param jitter variance added in every direction, {@code F32 [searches]}
     * @param covariance written: {@code F32 [searches, d, d]}, symmetric
     */
    record Covariance(Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Buffer covariance)
            implements Population {}

    /**
     * Lower Cholesky factors, {@code factor factor^T = covariance}; a matrix without one leaves the factor unwritten.
     *
     * @param covariance {@code F32 [searches, d, d]}, symmetric
     * @param factor written where valid: {@code F32 [searches, d, d]}, zeros above the diagonal
     * @param valid written: 1 where the matrix is positive definite, else 0, {@code I32 [searches]}
     */
    record Cholesky(Buffer covariance, Buffer factor, Buffer valid) implements Population {}

    /**
     * As {@link Cholesky}, but where a matrix is not positive definite, retry r adds
     * {@code 10^r * 1e-7 * tr(covariance) / d} to its diagonal instead, r = 1, 2, 3, and the first that is gives the
     * factor; its diagonal is written back, so that covariance and factor belong together. A matrix whose trace is not
     * a positive finite number is not retried. A matrix without a factor stays as it is, and the factor unwritten.
     *
     * @param covariance {@code F32 [searches, d, d]}, symmetric; the diagonal is changed where retries are above 0
     * @param factor written where valid: {@code F32 [searches, d, d]}, zeros above the diagonal
     * @param valid written: 1 with a factor, else 0, {@code I32 [searches]}
     * @param retries written: how many were needed or, where valid is 0, made, in [0, 3], {@code I32 [searches]}
     */
    record RobustCholesky(Buffer covariance, Buffer factor, Buffer valid, Buffer retries) implements Population {}

    /**
     * Oracle-approximating shrinkage (Chen, Wiesel, Eldar and Hero 2010, formula 23), in place:
     * {@code S := (1 - rho) S + rho tr(S)/d I} with
     * {@code rho = min(1, ((1 - 2/d) tr(S^2) + tr(S)^2) / ((K + 1 - 2/d) (tr(S^2) - tr(S)^2 / d)))}, K the elites. This
     * is the estimator as published, for K samples about a known mean, not the variant of some libraries that drops the
     * terms 2/d. A matrix that is a multiple of the identity, also any of d = 1, has intensity 1 and stays.
     *
     * @param selection who is an elite, as {@link Select} leaves it; its number of elites counts
     * @param covariance {@code F32 [searches, d, d]}, symmetric; untouched without elites
     * @param intensity written: rho in [0, 1], {@code F32 [searches]}; 0 without elites, NaN where the matrix holds NaN
     */
    record Shrink(Selection selection, Buffer covariance, Buffer intensity) implements Population {}

    /**
     * Refits a diagonal proposal: {@code deviation = max(sqrt(variance + varianceFloor), deviationFloor)}, the two
     * floors of Diffusion Elites (Perone 2025). A refit that is not finite or has a deviation of 0, or a selection
     * without information, keeps the former one. Divergences of the refit from the former proposal and from the prior
     * N(0, I), in nats, are sums over coordinates of {@code (r + D^2 / s0^2 - 1 - ln r) / 2} with {@code r = s1^2 /
     * s0^2} and D the difference of the means.
     *
     * @param selection who is an elite, as {@link Select} leaves it; its status decides whether there is information
     * @param mean of the elites, {@code F32 [searches, d]}
     * @param variance of the elites, {@code F32 [searches, d]}
     * @param floors {@code F32 [searches, 2]}: variance floor, deviation floor
     * @param proposal read and written
     */
    record UpdateDiagonal(Selection selection, Buffer mean, Buffer variance, Buffer floors, Proposal.Diagonal proposal)
            implements Population {}

    /**
     * Refits a full proposal; a factor that is not valid or not finite, or no information, keeps the former one.
     * Divergences of the refit from the former proposal and from the prior, in nats, are those of Gaussians, {@code
     * KL(N1 || N0) = (tr(S0^-1 S1) + (m1 - m0)^T S0^-1 (m1 - m0) - d + ln(|S0| / |S1|)) / 2}.
     *
     * @param selection who is an elite, as {@link Select} leaves it; its status decides whether there is information
     * @param mean of the elites, {@code F32 [searches, d]}
     * @param covariance of the elites, {@code F32 [searches, d, d]}
     * @param factor its lower Cholesky factor, {@code F32 [searches, d, d]}
     * @param valid 1 where there is a factor, {@code I32 [searches]}
     * @param proposal read and written
     */
    record UpdateFull(
            Selection selection, Buffer mean, Buffer covariance, Buffer factor, Buffer valid, Proposal.Full proposal)
            implements Population {}

    /**
     * Refits an elite-matrix proposal: its elites become {@code z - mean} of the selected rows, in their order. No
     * information, a mean or elite that is not finite, or a jitter that is not positive or too small for the covariance
     * to be positive definite in double, keeps the former one. Divergences are exact, through Gram matrices of side
     * {@code min(K, d)} (Woodbury's formula and the determinant lemma).
     *
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row; of more elites than the
     *     capacity the first ones are taken
     * @param selection who is an elite, as {@link Select} leaves it
     * @param mean of the elites, {@code F32 [searches, d]}
     * @param jitter variance added in every direction, {@code F32 [searches]}, above 0
     * @param proposal read and written
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
     * weight 0; those of positive infinity outweigh all others, equal among themselves. Inactive individuals, and all
     * of a search in which nobody has weight, are copied; a row that is not finite becomes NaN, and so may one that is
     * further than 1e19 from all others, where float32 has no squares.
     *
     * @param rows the population x, {@code F32 [searches, individuals, ...]}
     * @param logFitness {@code F32 [searches, individuals]}
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}, of which the active individuals
     *     count
     * @param table rows of {@link EvolutionCoefficients}, {@code F32 [searches, steps, 5]}; a run needs a generation
     *     below steps
     * @param searchIds whose noise each search draws, {@code I32 [searches]}, each in [0, 2^24)
     * @param target written: the next population, as wide as rows, in another buffer
     * @param sampleSizes written: {@code F32 [searches, 2]}: mean and minimum over the active individuals of the
     *     effective sample size {@code (sum_j w_ij)^2 / sum_j w_ij^2}; 0 where nobody has weight
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
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}, of which the active individuals
     *     count
     * @param norms written: mean and deviation, {@code F32 [searches, 2]}
     */
    record RowNorms(Rows.Stored rows, Buffer settings, Buffer norms) implements Population {}

    /**
     * Writes the best individual of the run's generation g into slot g of the champions: its row, reward and index.
     * Where all rewards are NaN the reward is NaN and the index -1.
     *
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row
     * @param rewards {@code F32 [searches, individuals]}
     * @param selection who is an elite, as {@link Select} leaves it; its best individual counts
     * @param champions a slot written: {@code F32 [searches, slots, d]}; a run needs a generation below slots
     * @param championRewards a slot written: {@code F32 [searches, slots]}
     * @param individuals a slot written: {@code I32 [searches, slots]}
     */
    record KeepChampion(
            Rows.Stored rows,
            Buffer rewards,
            Selection selection,
            Buffer champions,
            Buffer championRewards,
            Buffer individuals)
            implements Population {}

    /**
     * Copies the rows of the elites, in their order; places behind them stay as they are.
     *
     * @param rows the population, {@code F32 [searches, individuals, ...]}, d floats a row
     * @param selection who is an elite, as {@link Select} leaves it
     * @param target written: {@code F32 [searches, capacity, d]}; of more elites than the capacity the first ones are
     *     taken
     */
    record Gather(Rows.Stored rows, Selection selection, Buffer target) implements Population {}

    /**
     * Statistics of the rewards that are numbers.
     *
     * @param rewards {@code F32 [searches, individuals]}
     * @param settings {@code I32 [searches, 4]}, columns of {@link SelectionRule}, of which the active individuals
     *     count, and the sense
     * @param selection who is an elite, as {@link Select} leaves it
     * @param statistics written: {@code F32 [searches, 9]}, in the order of {@link Statistic}
     */
    record Statistics(Buffer rewards, Buffer settings, Selection selection, Buffer statistics) implements Population {}

    private static List<Integer> ids(Rows rows) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id()) : List.of();
    }

    private static List<Integer> ids(Rows rows, Features features) {
        return rows instanceof Rows.Scratch scratch ? List.of(scratch.id(), features.id()) : List.of(features.id());
    }
}
