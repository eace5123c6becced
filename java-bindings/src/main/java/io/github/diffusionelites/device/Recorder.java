package io.github.diffusionelites.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records the operations of a generation and checks their shapes. The verbs that make intermediate values return them;
 * the device decides at {@link Device#compile} where they lie.
 */
public final class Recorder {

    private final int searches;
    private final int individuals;
    private final List<Operation.Individual> individualPart = new ArrayList<>();
    private final List<Operation.Population> populationPart = new ArrayList<>();
    private final Map<Integer, Integer> scratchWidths = new HashMap<>();
    private final Set<Integer> featureMaps = new HashSet<>();

    /**
     * Starts a recording.
     *
     * @param searches independent searches, at least 1
     * @param individuals individuals in each search, at least 1
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
        return new Recording(searches, individuals, individualPart, populationPart, scratchWidths, featureMaps);
    }

    /** Views a float32 buffer {@code [searches, individuals, ...]} as rows. */
    public Rows.Stored rows(Buffer buffer) {
        Shape shape = buffer.shape();
        if (buffer.type() != ElementType.F32
                || shape.rank() < 2
                || shape.dimension(0) != searches
                || shape.dimension(1) != individuals) {
            throw new IllegalArgumentException("Rows need a float32 buffer [" + searches + ", " + individuals
                    + ", ...], but this one is " + buffer.type() + " " + shape + ".");
        }
        return new Rows.Stored(buffer, Math.toIntExact(shape.elements() / ((long) searches * individuals)));
    }

    /** Records {@link Operation.SampleDiagonal}. */
    public void sampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) {
        int d = latents.width();
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("deviation", deviation, ElementType.F32, searches, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleDiagonal(latents, mean, deviation, searchIds));
    }

    /** Records {@link Operation.SampleFull}. */
    public void sampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) {
        int d = latents.width();
        requireShape("mean", mean, ElementType.F32, searches, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleFull(latents, mean, factor, searchIds));
    }

    /** Records {@link Operation.SampleEliteMatrix}. */
    public void sampleEliteMatrix(Rows.Stored latents, Proposal.EliteMatrix proposal, Buffer searchIds) {
        requireEliteMatrix(proposal, latents.width());
        requireShape("search ids", searchIds, ElementType.I32, searches);
        add(new Operation.SampleEliteMatrix(latents, proposal, searchIds));
    }

    /** Records {@link Operation.SampleMixture}. */
    public void sampleMixture(
            Rows.Stored latents, Buffer weights, Buffer means, Buffer deviations, Buffer searchIds, Buffer components) {
        int d = latents.width();
        long m = perSearch("mixture weights", weights, 1);
        requireShape("mixture weights", weights, ElementType.F32, searches, m);
        requireShape("mixture means", means, ElementType.F32, searches, m, d);
        requireShape("mixture deviations", deviations, ElementType.F32, searches, m, d);
        requireShape("search ids", searchIds, ElementType.I32, searches);
        requireShape("mixture components", components, ElementType.I32, searches, individuals);
        add(new Operation.SampleMixture(latents, weights, means, deviations, searchIds, components));
    }

    /** Records {@link Operation.Load}: rows [channels, length] become a feature map. */
    public Features load(Rows source, int channels, int length) {
        requireWidth("A feature map [" + channels + ", " + length + "]", source, channels * length);
        Features target = features(channels, length);
        add(new Operation.Load(source, target));
        return target;
    }

    /** Records {@link Operation.Convolve}. */
    public Features convolve(Features source, Convolution1d convolution, Epilogue epilogue) {
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
        if (residual != null && (residual.channels() != channels || residual.length() != length)) {
            throw new IllegalArgumentException("A residual [" + residual.channels() + ", " + residual.length()
                    + "] does not fit an output [" + channels + ", " + length + "].");
        }
        Features target = features(channels, length);
        add(new Operation.Convolve(source, target, convolution, epilogue));
        return target;
    }

    /**
     * Records a linear layer over vectors, which are feature maps of one position: {@link Operation.Convolve} with a
     * layer of {@link Convolution1d#linear}.
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

    /** Records {@link Operation.Normalize}. */
    public Features normalize(Features source, Norm norm) {
        requireNorm(norm, source.channels());
        Features target = features(source.channels(), source.length());
        add(new Operation.Normalize(source, target, norm));
        return target;
    }

    /** Records {@link Operation.Concatenate}. */
    public Features concatenate(Features first, Features second) {
        if (first.length() != second.length()) {
            throw new IllegalArgumentException("Feature maps of lengths " + first.length() + " and " + second.length()
                    + " cannot be concatenated.");
        }
        Features target = features(first.channels() + second.channels(), first.length());
        add(new Operation.Concatenate(first, second, target));
        return target;
    }

    /** Records {@link Operation.Attend}. */
    public Features attend(Features source, int heads) {
        Features target = features(valueChannels(source, heads), source.length());
        add(new Operation.Attend(source, target, heads));
        return target;
    }

    /** Records {@link Operation.AttendLinearly}. */
    public Features attendLinearly(Features source, int heads) {
        Features target = features(valueChannels(source, heads), source.length());
        add(new Operation.AttendLinearly(source, target, heads));
        return target;
    }

    /** Records {@link Operation.UpdateSampler}; returns the next state. */
    public Rows.Scratch updateSampler(
            Rows state, Features output, SamplerCoefficients coefficients, NoiseIdentity identity) {
        requireWidth("A sampler's network output", state, output.width());
        requireShape("search ids", identity.searches(), ElementType.I32, searches);
        if (identity.individuals() != null) {
            requireShape("noise individuals", identity.individuals(), ElementType.I32, searches, individuals);
        }
        if (identity.generations() != null) {
            requireShape("noise generations", identity.generations(), ElementType.I32, searches, individuals);
        }
        Rows.Scratch target = scratch(state.width());
        add(new Operation.UpdateSampler(state, output, target, coefficients, identity));
        return target;
    }

    /** Records {@link Operation.Affine} into rows that are there. */
    public void affine(Rows source, Rows target, Constant scale, Constant shift) {
        requireWidth("The target of an affine map", target, source.width());
        if (!scale.shape().equals(shift.shape())
                || scale.shape().rank() != 1
                || source.width() % scale.shape().elements() != 0) {
            throw new IllegalArgumentException("Scale " + scale.shape() + " and shift " + shift.shape()
                    + " do not fit rows of " + source.width() + " floats; both must be [n], n a divisor.");
        }
        add(new Operation.Affine(source, target, scale, shift));
    }

    /** Records {@link Operation.Affine} into a new intermediate value. */
    public Rows.Scratch affine(Rows source, Constant scale, Constant shift) {
        Rows.Scratch target = scratch(source.width());
        affine(source, target, scale, shift);
        return target;
    }

    /**
     * Records {@link Operation.Rescale}; returns the rows at their new length.
     *
     * @throws IllegalArgumentException if the length is not a positive finite number
     */
    public Rows.Scratch rescale(Rows source, float length) {
        if (!(length > 0) || length == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("Rows cannot get the length " + length + "; it must be positive.");
        }
        Rows.Scratch target = scratch(source.width());
        add(new Operation.Rescale(source, target, length));
        return target;
    }

    /** Records {@link Operation.Score}. */
    public void score(
            Rows samples, int channels, int length, List<RewardTerm> terms, Buffer parameters, Buffer rewards) {
        requireWidth("Samples [" + channels + ", " + length + "]", samples, channels * length);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("A reward needs at least one term.");
        }
        long columns = perSearch("reward parameters", parameters, 1);
        requireShape("reward parameters", parameters, ElementType.F32, searches, columns);
        for (RewardTerm term : terms) {
            if (!term.kind().accepts(term.size(), channels, length) || (long) term.offset() + term.size() > columns) {
                throw new IllegalArgumentException("The reward term " + term + " does not fit samples [" + channels
                        + ", " + length + "] and " + columns + " parameters.");
            }
        }
        add(new Operation.Score(samples, channels, length, List.copyOf(terms), parameters, rewards));
    }

    /** Records {@link Operation.ScoreOnHost} with {@link HostRewardSettings#DEFAULT}. */
    public void scoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward) {
        scoreOnHost(samples, rewards, reward, HostRewardSettings.DEFAULT);
    }

    /** Records {@link Operation.ScoreOnHost}, which ends the per-individual part. */
    public void scoreOnHost(Rows.Stored samples, Buffer rewards, HostReward reward, HostRewardSettings settings) {
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        add(new Operation.ScoreOnHost(samples, rewards, reward, settings));
    }

    /** Records {@link Operation.Select}. */
    public void select(Buffer rewards, Buffer settings, Selection selection) {
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        requireSelection(selection);
        populationPart.add(new Operation.Select(rewards, settings, selection));
    }

    /** Records {@link Operation.Moments}. */
    public void moments(Rows.Stored rows, Selection selection, Buffer mean, Buffer variance) {
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("variance", variance, ElementType.F32, searches, rows.width());
        populationPart.add(new Operation.Moments(rows, selection, mean, variance));
    }

    /** Records {@link Operation.Covariance}. */
    public void covariance(Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Buffer covariance) {
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("jitter", jitter, ElementType.F32, searches);
        requireShape("covariance", covariance, ElementType.F32, searches, rows.width(), rows.width());
        populationPart.add(new Operation.Covariance(rows, selection, mean, jitter, covariance));
    }

    /** Records {@link Operation.Cholesky}. */
    public void cholesky(Buffer covariance, Buffer factor, Buffer valid) {
        long d = covariance.shape().dimension(covariance.shape().rank() - 1);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("valid", valid, ElementType.I32, searches);
        populationPart.add(new Operation.Cholesky(covariance, factor, valid));
    }

    /** Records {@link Operation.RobustCholesky}. */
    public void robustCholesky(Buffer covariance, Buffer factor, Buffer valid, Buffer retries) {
        long d = covariance.shape().dimension(covariance.shape().rank() - 1);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("factor", factor, ElementType.F32, searches, d, d);
        requireShape("valid", valid, ElementType.I32, searches);
        requireShape("retries", retries, ElementType.I32, searches);
        populationPart.add(new Operation.RobustCholesky(covariance, factor, valid, retries));
    }

    /** Records {@link Operation.Shrink}. */
    public void shrink(Selection selection, Buffer covariance, Buffer intensity) {
        requireSelection(selection);
        long d = covariance.shape().dimension(covariance.shape().rank() - 1);
        requireShape("covariance", covariance, ElementType.F32, searches, d, d);
        requireShape("shrinkage intensity", intensity, ElementType.F32, searches);
        populationPart.add(new Operation.Shrink(selection, covariance, intensity));
    }

    /** Records {@link Operation.UpdateDiagonal}. */
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

    /** Records {@link Operation.UpdateFull}. */
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

    /** Records {@link Operation.UpdateEliteMatrix}. */
    public void updateEliteMatrix(
            Rows.Stored rows, Selection selection, Buffer mean, Buffer jitter, Proposal.EliteMatrix proposal) {
        requireSelection(selection);
        requireShape("mean", mean, ElementType.F32, searches, rows.width());
        requireShape("jitter", jitter, ElementType.F32, searches);
        requireEliteMatrix(proposal, rows.width());
        populationPart.add(new Operation.UpdateEliteMatrix(rows, selection, mean, jitter, proposal));
    }

    /** Records {@link Operation.Evolve}. */
    @SuppressWarnings("ReferenceEquality") // The very memory must be another.
    public void evolve(
            Rows.Stored rows,
            Buffer logFitness,
            Buffer settings,
            Buffer table,
            Buffer searchIds,
            Rows.Stored target,
            Buffer sampleSizes) {
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

    /** Records {@link Operation.RowNorms}. */
    public void rowNorms(Rows.Stored rows, Buffer settings, Buffer norms) {
        requireShape("selection settings", settings, ElementType.I32, searches, SelectionRule.SETTINGS);
        requireShape("norms", norms, ElementType.F32, searches, 2);
        populationPart.add(new Operation.RowNorms(rows, settings, norms));
    }

    /** Records {@link Operation.KeepChampion}. */
    public void keepChampion(
            Rows.Stored rows,
            Buffer rewards,
            Selection selection,
            Buffer champions,
            Buffer championRewards,
            Buffer championIndividuals) {
        requireSelection(selection);
        requireShape("rewards", rewards, ElementType.F32, searches, individuals);
        long slots = perSearch("champion rewards", championRewards, 1);
        requireShape("champions", champions, ElementType.F32, searches, slots, rows.width());
        requireShape("champion rewards", championRewards, ElementType.F32, searches, slots);
        requireShape("champion individuals", championIndividuals, ElementType.I32, searches, slots);
        populationPart.add(
                new Operation.KeepChampion(rows, rewards, selection, champions, championRewards, championIndividuals));
    }

    /** Records {@link Operation.Gather}. */
    public void gather(Rows.Stored rows, Selection selection, Buffer target) {
        requireSelection(selection);
        long capacity = perSearch("gathered rows", target, rows.width());
        requireShape("gathered rows", target, ElementType.F32, searches, capacity, rows.width());
        populationPart.add(new Operation.Gather(rows, selection, target));
    }

    /** Records {@link Operation.Statistics}. */
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

    private Features features(int channels, int length) {
        Features features = new Features(scratchWidths.size(), channels, length);
        scratchWidths.put(features.id(), Math.multiplyExact(channels, length));
        featureMaps.add(features.id());
        return features;
    }

    private Rows.Scratch scratch(int width) {
        Rows.Scratch scratch = new Rows.Scratch(scratchWidths.size(), width);
        scratchWidths.put(scratch.id(), width);
        return scratch;
    }

    private static int valueChannels(Features source, int heads) {
        if (heads < 1 || source.channels() % (3 * heads) != 0) {
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

    /** How many rows of this width the buffer has for each search; at least 1. */
    private long perSearch(String what, Buffer buffer, int width) {
        long rows = buffer.shape().elements() / searches / width;
        if (rows < 1) {
            throw new IllegalArgumentException("The buffer of " + what + " " + buffer.shape() + " is too small for "
                    + searches + " searches with rows of " + width + ".");
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
