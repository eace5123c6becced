package io.github.diffusionelites.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the operations of a generation and checks their shapes. The verbs that make intermediate values return them;
 * the device decides at {@link Device#compile} where they lie. What the operands of an operation mean, and their
 * shapes, stands with the {@link Operation}. After {@link #scoreOnHost} only the population-wide part can go on; verbs
 * of the other part throw {@link IllegalStateException}.
 */
public final class Recorder {

    private final int searches;
    private final int individuals;
    private final List<Operation.Individual> individualPart = new ArrayList<>();
    private final List<Operation.Population> populationPart = new ArrayList<>();
    private final RecordedValues values = new RecordedValues();
    private @Nullable SearchClocks clocks;

    /**
     * Starts a recording.
     *
     * @param searches independent searches, at least 1
     * @param individuals individuals in each search, at least 1
     * @throws IllegalArgumentException if one is below 1
     */
    public Recorder(int searches, int individuals) {
        if (searches < 1 || individuals < 1) {
            throw new IllegalArgumentException("A recording needs at least 1 search and 1 individual, but has "
                    + searches + " and " + individuals + ".");
        }
        this.searches = searches;
        this.individuals = individuals;
    }

    /** Returns the searches of this recording. */
    public int searches() {
        return searches;
    }

    /** Returns the individuals of each search. */
    public int individuals() {
        return individuals;
    }

    /** Returns what was recorded. */
    public Recording finish() {
        return new Recording(searches, individuals, individualPart, populationPart, values, clocks);
    }

    /**
     * Lets each search keep its own time, in all operations of this recording, recorded or to come; seed and generation
     * of a run then mean nothing to them.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands with {@link SearchClocks}
     */
    public void keepTime(SearchClocks choice) {
        requireShape("seeds", choice.seeds(), ElementType.I32, 2, searches);
        requireShape("generations", choice.generations(), ElementType.I32, searches);
        clocks = choice;
    }

    /**
     * Views a float32 buffer {@code [searches, individuals, ...]} as rows.
     *
     * @throws IllegalArgumentException if it has another type or shape, or a row of 2^31 floats or more
     */
    public Rows.Stored rows(Buffer buffer) {
        Shape shape = buffer.shape();
        if (buffer.type() != ElementType.F32
                || shape.rank() < 2
                || shape.dimension(0) != searches
                || shape.dimension(1) != individuals
                || shape.elements() / searches / individuals > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Rows need a float32 buffer [" + searches + ", " + individuals
                    + ", ...] with fewer than 2^31 floats a row, but this one is " + buffer.type() + " " + shape + ".");
        }
        return new Rows.Stored(buffer, (int) (shape.elements() / searches / individuals));
    }

    /**
     * Records latents of a diagonal Gaussian: {@link Operation.SampleDiagonal}. The ids are read by
     * each run, which refuses any outside [0, 2^24).
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void sampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) {
        requireRows(latents);
        int d = latents.width();
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("deviation", deviation, ElementType.F32, searches, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleDiagonal(latents, mean, deviation, searchIds));
    }

    /**
     * Records latents of a Gaussian with full covariance: {@link Operation.SampleFull}. The ids are read by
     * each run, which refuses any outside [0, 2^24).
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void sampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) {
        requireRows(latents);
        int d = latents.width();
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleFull(latents, mean, factor, searchIds));
    }

    /**
     * Records latents of a Gaussian given by elites: {@link Operation.SampleEliteMatrix}. The ids are read by
     * each run, which refuses any outside [0, 2^24).
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void sampleEliteMatrix(Rows.Stored latents, Proposal.EliteMatrix proposal, Buffer searchIds) {
        requireRows(latents);
        requireEliteMatrix(proposal, latents.width());
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleEliteMatrix(latents, proposal, searchIds));
    }

    /**
     * Records latents of a mixture of Gaussians: {@link Operation.SampleMixture}. The ids are read by
     * each run, which refuses any outside [0, 2^24).
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void sampleMixture(
            Rows.Stored latents, Buffer weights, Buffer means, Buffer deviations, Buffer searchIds, Buffer components) {
        requireRows(latents);
        int d = latents.width();
        long m = perSearch("mixture weights", weights, 1);
        requireShape("mixture weights", weights, ElementType.F32, searches, m);
        requireShape("mixture means", means, ElementType.F32, searches, m, d);
        requireShape("mixture deviations", deviations, ElementType.F32, searches, m, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        requireShape("mixture components", components, ElementType.I32, searches, individuals);
        add(new Operation.SampleMixture(latents, weights, means, deviations, searchIds, components));
    }

    /**
     * Records that rows become a feature map: {@link Operation.Load}; returns it.
     *
     * @throws IllegalArgumentException if channels or length is below 1, the rows have another width than their
     *     product, or are of another recording
     */
    public Features load(Rows source, int channels, int length) {
        requireRows(source);
        int floats = RecordedValues.floats("A feature map", channels, length);
        requireWidth("A feature map [" + channels + ", " + length + "]", source, floats);
        Features target = values.features(channels, length);
        add(new Operation.Load(source, target));
        return target;
    }

    /**
     * Records a convolution: {@link Operation.Convolve}; returns its output.
     *
     * @throws IllegalArgumentException if channels, length, norm, modulation or residual do not fit the layer, or a
     *     feature map is of another recording
     */
    public Features convolve(Features source, Convolution1d convolution, Epilogue epilogue) {
        values.require(source);
        if (source.channels() != convolution.in()) {
            throw new IllegalArgumentException(
                    "A convolution of " + convolution.in() + " input channels was given " + source.channels() + ".");
        }
        int channels = convolution.out();
        int length = convolution.outLength(source.length());
        requireNorm(epilogue.norm(), channels);
        if (epilogue.scaleShift() != null && !epilogue.scaleShift().shape().equals(Shape.of(2, channels))) {
            throw new IllegalArgumentException("A modulation of " + channels + " channels needs shape [2, " + channels
                    + "], but has " + epilogue.scaleShift().shape() + ".");
        }
        Features residual = epilogue.residual();
        if (residual != null) {
            values.require(residual);
        }
        if (residual != null && (residual.channels() != channels || residual.length() != length)) {
            throw new IllegalArgumentException("A residual [" + residual.channels() + ", " + residual.length()
                    + "] does not fit an output [" + channels + ", " + length + "].");
        }
        Features target = values.features(channels, length);
        add(new Operation.Convolve(source, target, convolution, epilogue));
        return target;
    }

    /**
     * Records a linear layer over vectors, which are feature maps of one position: {@link Operation.Convolve} with a
     * layer of {@link Convolution1d#linear}.
     *
     * @throws IllegalArgumentException if the source has more than 1 position, the layer is not pointwise, or they do
     *     not fit each other as in {@link #convolve}
     */
    public Features linear(Features source, Convolution1d layer, Epilogue epilogue) {
        boolean pointwise = layer.kernel() == 1 && layer.stride() == 1 && layer.padding() == 0 && !layer.upsample();
        if (source.length() != 1 || !pointwise) {
            throw new IllegalArgumentException("A linear layer takes features of 1 position and a convolution of 1 tap"
                    + " without padding, but was given " + source.length() + " positions and " + layer.kernel()
                    + " taps, stride " + layer.stride() + ", padding " + layer.padding() + ", upsampling "
                    + layer.upsample() + "; load vectors with length 1 and use Convolution1d.linear.");
        }
        return convolve(source, layer, epilogue);
    }

    /**
     * Records a normalisation: {@link Operation.Normalize}; returns its output.
     *
     * @throws IllegalArgumentException if the norm does not fit the channels, or the source is of another recording
     */
    public Features normalize(Features source, Norm norm) {
        values.require(source);
        requireNorm(norm, source.channels());
        Features target = values.features(source.channels(), source.length());
        add(new Operation.Normalize(source, target, norm));
        return target;
    }

    /**
     * Records a concatenation of channels: {@link Operation.Concatenate}; returns its output.
     *
     * @throws IllegalArgumentException if the lengths differ, or a feature map is of another recording
     */
    public Features concatenate(Features first, Features second) {
        values.require(first);
        values.require(second);
        if (first.length() != second.length()) {
            throw new IllegalArgumentException("Feature maps of lengths " + first.length() + " and " + second.length()
                    + " cannot be concatenated.");
        }
        Features target = values.features((long) first.channels() + second.channels(), first.length());
        add(new Operation.Concatenate(first, second, target));
        return target;
    }

    /**
     * Records softmax attention: {@link Operation.Attend}; returns its output.
     *
     * @throws IllegalArgumentException if the channels are not three times as many as a multiple of the heads, or the
     *     source is of another recording
     */
    public Features attend(Features source, int heads) {
        Features target = values.features(valueChannels(source, heads), source.length());
        add(new Operation.Attend(source, target, heads));
        return target;
    }

    /**
     * Records linear attention: {@link Operation.AttendLinearly}; returns its output.
     *
     * @throws IllegalArgumentException if the channels are not three times as many as a multiple of the heads, or the
     *     source is of another recording
     */
    public Features attendLinearly(Features source, int heads) {
        Features target = values.features(valueChannels(source, heads), source.length());
        add(new Operation.AttendLinearly(source, target, heads));
        return target;
    }

    /**
     * Records a step of a sampler: {@link Operation.UpdateSampler}; returns the next state.
     *
     * @throws IllegalArgumentException if state and output differ in width or are of another recording, or a buffer of
     *     the identity does not fit
     */
    public Rows.Scratch updateSampler(
            Rows state, Features output, SamplerCoefficients coefficients, NoiseIdentity identity) {
        requireRows(state);
        values.require(output);
        requireWidth("A sampler's network output", state, output.width());
        requireShape("search ids", identity.searches(), ElementType.I32, searches);
        if (identity.individuals() != null) {
            requireShape("noise individuals", identity.individuals(), ElementType.I32, searches, individuals);
        }
        if (identity.generations() != null) {
            requireShape("noise generations", identity.generations(), ElementType.I32, searches, individuals);
        }
        Rows.Scratch target = values.scratch(state.width());
        add(new Operation.UpdateSampler(state, output, target, coefficients, identity));
        return target;
    }

    /**
     * Records an affine map into rows that are there: {@link Operation.Affine}.
     *
     * @throws IllegalArgumentException if the widths differ, scale and shift are not [n] with n a divisor of the width,
     *     or rows are of another recording
     */
    public void affine(Rows source, Rows target, Constant scale, Constant shift) {
        requireRows(source);
        requireRows(target);
        requireWidth("The target of an affine map", target, source.width());
        if (!scale.shape().equals(shift.shape())
                || scale.shape().rank() != 1
                || source.width() % scale.shape().elements() != 0) {
            throw new IllegalArgumentException("Scale " + scale.shape() + " and shift " + shift.shape()
                    + " do not fit rows of " + source.width() + " floats; both must be [n], n a divisor.");
        }
        add(new Operation.Affine(source, target, scale, shift));
    }

    /**
     * Records an affine map into a new intermediate value: {@link Operation.Affine}; returns that.
     *
     * @throws IllegalArgumentException if scale and shift are not [n] with n a divisor of the width, or the rows are of
     *     another recording
     */
    public Rows.Scratch affine(Rows source, Constant scale, Constant shift) {
        requireRows(source);
        Rows.Scratch target = values.scratch(source.width());
        affine(source, target, scale, shift);
        return target;
    }

    /**
     * Records rows at another Euclidean length, {@link Operation.Rescale}, and returns them.
     *
     * @throws IllegalArgumentException if the length is not a positive finite number
     */
    public Rows.Scratch rescale(Rows source, float length) {
        requireRows(source);
        if (!(length > 0) || length == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("Rows cannot get the length " + length + "; it must be positive.");
        }
        Rows.Scratch target = values.scratch(source.width());
        add(new Operation.Rescale(source, target, length));
        return target;
    }

    /**
     * Records a built-in reward: {@link Operation.Score}.
     *
     * @throws IllegalArgumentException if the samples are not [channels, length], there is no term, a term does not fit
     *     them or the columns of the parameters, or a buffer has another shape
     */
    public void score(
            Rows samples, int channels, int length, List<RewardTerm> terms, Buffer parameters, Buffer rewards) {
        requireRows(samples);
        int floats = RecordedValues.floats("A sample", channels, length);
        requireWidth("Samples [" + channels + ", " + length + "]", samples, floats);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        List<RewardTerm> summands = List.copyOf(terms);
        if (summands.isEmpty()) {
            throw new IllegalArgumentException("A reward needs at least one term.");
        }
        long columns = perSearch("reward parameters", parameters, 1);
        requireShape("reward parameters", parameters, ElementType.F32, searches, columns);
        for (RewardTerm term : summands) {
            if (!term.kind().accepts(term.size(), channels, length) || (long) term.offset() + term.size() > columns) {
                throw new IllegalArgumentException("The reward term " + term + " does not fit samples [" + channels
                        + ", " + length + "] and " + columns + " parameters.");
            }
        }
        add(new Operation.Score(samples, channels, length, summands, parameters, rewards));
    }

    /**
     * Records a reward by code for the device: {@link Operation.ScoreByCode}.
     *
     * @throws IllegalArgumentException if the samples' width is not channels times length, or buffers have other shapes
     */
    public void scoreByCode(
            Rows samples, int channels, int length, DeviceCode code, Buffer parameters, Buffer rewards) {
        requireRows(samples);
        int floats = RecordedValues.floats("A sample", channels, length);
        requireWidth("Samples [" + channels + ", " + length + "]", samples, floats);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        requireShape(
                "reward parameters",
                parameters,
                ElementType.F32,
                searches,
                perSearch("reward parameters", parameters, 1));
        add(new Operation.ScoreByCode(samples, channels, length, code, parameters, rewards));
    }

    /**
     * Records a reward computed by Java with {@link HostRewardSettings#DEFAULT}: {@link Operation.ScoreOnHost}.
     *
     * @throws IllegalArgumentException if the rewards are not {@code F32 [searches, individuals]}
     */
    public void scoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward) {
        scoreOnHost(samples, rewards, reward, HostRewardSettings.DEFAULT);
    }

    /**
     * Records a reward computed by Java, which ends the per-individual part: {@link Operation.ScoreOnHost}.
     *
     * @throws IllegalArgumentException if the rewards are not {@code F32 [searches, individuals]}
     */
    public void scoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward, HostRewardSettings settings) {
        requireRows(samples);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        add(new Operation.ScoreOnHost(samples, rewards, reward, settings));
    }

    /**
     * Records the choice of the elites: {@link Operation.Select}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void select(Buffer rewards, Buffer settings, Selection selection) {
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        requireSelection(selection);
        populationPart.add(new Operation.Select(rewards, settings, selection));
    }

    /**
     * Records mean and variance of the elites: {@link Operation.Moments}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void moments(Rows.Stored rows, Selection selection, Buffer mean, Buffer variance) {
        requireRows(rows);
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("variance", variance, ElementType.F32, searches, rows.width());
        populationPart.add(new Operation.Moments(rows, selection, mean, variance));
    }

    /**
     * Records the covariance of the elites: {@link Operation.Covariance}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void covariance(Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Buffer covariance) {
        requireRows(rows);
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("jitter", jitter, ElementType.F32, searches);
        requireShape("covariance", covariance, ElementType.F32, searches, rows.width(), rows.width());
        populationPart.add(new Operation.Covariance(rows, selection, mean, jitter, covariance));
    }

    /**
     * Records Cholesky factors: {@link Operation.Cholesky}.
     *
     * @throws IllegalArgumentException if the matrices are not square and of one size, or a buffer does not fit the
     *     searches
     */
    public void cholesky(Buffer covariance, Buffer factor, Buffer valid) {
        long d = side(covariance);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("valid", valid, ElementType.I32, searches);
        populationPart.add(new Operation.Cholesky(covariance, factor, valid));
    }

    /**
     * Records Cholesky factors with retries: {@link Operation.RobustCholesky}.
     *
     * @throws IllegalArgumentException if the matrices are not square and of one size, or a buffer does not fit the
     *     searches
     */
    public void robustCholesky(Buffer covariance, Buffer factor, Buffer valid, Buffer retries) {
        long d = side(covariance);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("valid", valid, ElementType.I32, searches);
        requireShape("retries", retries, ElementType.I32, searches);
        populationPart.add(new Operation.RobustCholesky(covariance, factor, valid, retries));
    }

    /**
     * Records shrinkage of covariances: {@link Operation.Shrink}.
     *
     * @throws IllegalArgumentException if the matrices are not square, or a buffer does not fit the searches
     */
    public void shrink(Selection selection, Buffer covariance, Buffer intensity) {
        requireSelection(selection);
        long d = side(covariance);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("shrinkage intensity", intensity, ElementType.F32, searches);
        populationPart.add(new Operation.Shrink(selection, covariance, intensity));
    }

    /**
     * Records the refit of a diagonal proposal: {@link Operation.UpdateDiagonal}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void updateDiagonal(
            Selection selection, Buffer mean, Buffer variance, Buffer floors, Proposal.Diagonal proposal) {
        requireSelection(selection);
        long d = perSearch("mean", mean, 1);
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("variance", variance, ElementType.F32, searches, d);
        requireShape("floors", floors, ElementType.F32, searches, 2);
        requireProposal(proposal, d);
        requireShape("proposal deviation", proposal.deviation(), ElementType.F32, searches, d);
        populationPart.add(new Operation.UpdateDiagonal(selection, mean, variance, floors, proposal));
    }

    /**
     * Records the refit of a full proposal: {@link Operation.UpdateFull}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void updateFull(
            Selection selection, Buffer mean, Buffer covariance, Buffer factor, Buffer valid, Proposal.Full proposal) {
        requireSelection(selection);
        long d = perSearch("mean", mean, 1);
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("valid", valid, ElementType.I32, searches);
        requireProposal(proposal, d);
        requireShape("proposal covariance", proposal.covariance(), ElementType.F32, searches, d, d);
        requireShape("proposal factor", proposal.factor(), ElementType.F32, searches, d, d);
        populationPart.add(new Operation.UpdateFull(selection, mean, covariance, factor, valid, proposal));
    }

    /**
     * Records the refit of an elite-matrix proposal: {@link Operation.UpdateEliteMatrix}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void updateEliteMatrix(
            Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Proposal.EliteMatrix proposal) {
        requireRows(rows);
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("jitter", jitter, ElementType.F32, searches);
        requireEliteMatrix(proposal, rows.width());
        populationPart.add(new Operation.UpdateEliteMatrix(rows, selection, mean, jitter, proposal));
    }

    /**
     * Records a step of Diffusion Evolution: {@link Operation.Evolve}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there, or rows and target are
     *     one buffer
     */
    @SuppressWarnings("ReferenceEquality") // The very memory must be another.
    public void evolve(
            Rows.Stored rows,
            Buffer logFitness,
            Buffer settings,
            Buffer table,
            Buffer searchIds,
            Rows.Stored target,
            Buffer sampleSizes) {
        requireRows(rows);
        requireRows(target);
        requireShape("log-fitness", logFitness, ElementType.F32, searches, individuals);
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        long steps = perSearch("evolution coefficients", table, EvolutionCoefficients.COLUMNS);
        requireShape("evolution coefficients", table, ElementType.F32, searches, steps, EvolutionCoefficients.COLUMNS);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        requireWidth("The next population", target, rows.width());
        requireShape("effective sample sizes", sampleSizes, ElementType.F32, searches, 2);
        if (target.buffer() == rows.buffer()) {
            throw new IllegalArgumentException("A step of Diffusion Evolution reads all of "
                    + rows.buffer().shape()
                    + " for each row that it writes; give it another buffer for the next population.");
        }
        populationPart.add(new Operation.Evolve(rows, logFitness, settings, table, searchIds, target, sampleSizes));
    }

    /**
     * Records norms of rows: {@link Operation.RowNorms}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void rowNorms(Rows.Stored rows, Buffer settings, Buffer norms) {
        requireRows(rows);
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        requireShape("norms", norms, ElementType.F32, searches, 2);
        populationPart.add(new Operation.RowNorms(rows, settings, norms));
    }

    /**
     * Records who is best: {@link Operation.KeepChampion}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void keepChampion(
            Rows.Stored rows,
            Buffer rewards,
            Selection selection,
            Buffer champions,
            Buffer championRewards,
            Buffer championIndividuals) {
        requireRows(rows);
        requireSelection(selection);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        long slots = perSearch("champion rewards", championRewards, 1);
        requireShape("champions", champions, ElementType.F32, searches, slots, rows.width());
        requireShape("champion rewards", championRewards, ElementType.F32, searches, slots);
        requireShape("champion individuals", championIndividuals, ElementType.I32, searches, slots);
        populationPart.add(
                new Operation.KeepChampion(rows, rewards, selection, champions, championRewards, championIndividuals));
    }

    /**
     * Records a copy of the elites: {@link Operation.Gather}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void gather(Rows.Stored rows, Selection selection, Buffer target) {
        requireRows(rows);
        requireSelection(selection);
        long capacity = perSearch("gathered rows", target, rows.width());
        requireShape("gathered rows", target, ElementType.F32, searches, capacity, rows.width());
        populationPart.add(new Operation.Gather(rows, selection, target));
    }

    /**
     * Records statistics of rewards: {@link Operation.Statistics}.
     *
     * @throws IllegalArgumentException if a buffer has another type or shape than stands there
     */
    public void statistics(Buffer rewards, Buffer settings, Selection selection, Buffer statistics) {
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        requireSelection(selection);
        requireShape("statistics", statistics, ElementType.F32, searches, Statistic.values().length);
        populationPart.add(new Operation.Statistics(rewards, settings, selection, statistics));
    }

    private void add(Operation.Individual operation) {
        if (!individualPart.isEmpty() && individualPart.getLast() instanceof Operation.ScoreOnHost) {
            throw new IllegalStateException("A reward computed by Java ends the per-individual part; "
                    + operation.getClass().getSimpleName() + " cannot follow it.");
        }
        individualPart.add(operation);
    }

    private int valueChannels(Features source, int heads) {
        values.require(source);
        if (heads < 1 || source.channels() % (3L * heads) != 0) {
            throw new IllegalArgumentException("Queries, keys and values of " + heads + " heads cannot be taken from "
                    + source.channels() + " channels.");
        }
        return source.channels() / 3;
    }

    private static void requireNorm(Norm norm, int channels) {
        Shape expected = Shape.of(channels);
        boolean fits = switch (norm) {
            case Norm.None() -> true;
            case Norm.Rms(Constant gain) -> gain.shape().equals(expected);
            case Norm.Group(int groups, Constant gain, Constant bias, float epsilon) ->
                groups >= 1
                        && channels % groups == 0
                        && gain.shape().equals(expected)
                        && bias.shape().equals(expected)
                        && epsilon > 0;
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "The normalisation " + norm + " does not fit " + channels + " channels.");
        }
    }

    private static void requireWidth(String what, Rows rows, int width) {
        if (rows.width() != width) {
            throw new IllegalArgumentException(
                    what + " has " + width + " floats, but the rows have " + rows.width() + ".");
        }
    }

    private void requireSelection(Selection selection) {
        requireShape("elites", selection.elites(), ElementType.I32, searches, individuals);
        requireShape("selection summary", selection.summary(), ElementType.I32, searches, Selection.SUMMARY);
        requireShape("selection threshold", selection.threshold(), ElementType.F32, searches);
    }

    private void requireProposal(Proposal proposal, long d) {
        requireShape("proposal mean", proposal.mean(), ElementType.F32, searches, d);
        requireShape("divergence", proposal.divergence(), ElementType.F32, searches, Proposal.DIVERGENCE);
        requireShape("outcome", proposal.outcome(), ElementType.I32, searches);
    }

    private void requireEliteMatrix(Proposal.EliteMatrix proposal, int d) {
        requireProposal(proposal, d);
        long capacity = perSearch("proposal elites", proposal.elites(), d);
        requireShape("proposal elites", proposal.elites(), ElementType.F32, searches, capacity, d);
        requireShape("proposal counts", proposal.counts(), ElementType.I32, searches);
        requireShape("proposal jitter", proposal.jitter(), ElementType.F32, searches);
    }

    /** Refuses rows whose width is not that of their buffer, and those of another recording. */
    private void requireRows(Rows rows) {
        switch (rows) {
            case Rows.Stored stored ->
                requireWidth(
                        "A row of the buffer", stored, rows(stored.buffer()).width());
            case Rows.Scratch scratch -> values.require(scratch);
        }
    }

    private static long side(Buffer matrices) {
        Shape shape = matrices.shape();
        return shape.rank() == 0 ? 1 : shape.dimension(shape.rank() - 1);
    }

    /** How many rows of this width the buffer has for each search; at least 1 and an int. */
    private long perSearch(String what, Buffer buffer, int width) {
        long rows = buffer.shape().elements() / searches / width;
        if (rows < 1 || rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The buffer of " + what + " " + buffer.shape() + " is too "
                    + (rows < 1 ? "small" : "large") + " for " + searches + " searches with rows of " + width + ".");
        }
        return rows;
    }

    private static void requireShape(String what, Buffer buffer, ElementType type, long... dimensions) {
        Shape shape = Shape.of(dimensions);
        if (buffer.type() != type || !buffer.shape().equals(shape)) {
            throw new IllegalArgumentException("The buffer of " + what + " must be " + type + " " + shape + ", but is "
                    + buffer.type() + " " + buffer.shape() + ".");
        }
    }
}
