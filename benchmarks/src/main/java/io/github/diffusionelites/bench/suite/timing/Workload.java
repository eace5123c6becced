package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.Networks;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchSettings;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A search whose generations are measured: one of the reference workloads, or a tiny one of the same make.
 *
 * @param id such as {@code W1}
 * @param peerName what peers call it: the id, with its variant where there are several
 * @param model what it decodes by, for figures
 * @param decoder made when it is needed, since networks are large
 * @param searches in a batch
 * @param population of each
 * @param steps of a decode; 0 where it has none
 * @param proposal of each search
 * @param precision of networks
 * @param reward that searches share
 */
record Workload(
        String id,
        String peerName,
        String model,
        Supplier<Decoder> decoder,
        int searches,
        int population,
        int steps,
        ProposalSettings proposal,
        Precision precision,
        Reward reward) {

    private static final int STEPS = 5;
    private static final int TIMESTEPS = 1000;
    /** Of W7. */
    private static final int USUAL_WIDTH = 1024;

    private static final ProposalSettings DIAGONAL = new ProposalSettings.Diagonal();
    private static final Reward GOAL = Reward.of(Term.goalDistance(-1, 2, -1));
    private static final Reward TRIVIAL = Reward.of(Term.goalDistance(-1, 1));

    /** W1: R32, 1,024 individuals. */
    static Workload w1(Scale scale) {
        return network("W1", "R32", Networks::r32, scale.size(1024, 6), scale);
    }

    /** W2: R32, 16,384 individuals. */
    static Workload w2(Scale scale) {
        return network("W2", "R32", Networks::r32, scale.size(16_384, 6), scale);
    }

    /** W3: R64, 65,536 individuals. */
    static Workload w3(Scale scale) {
        return network("W3", "R64", Networks::r64, scale.size(65_536, 6), scale);
    }

    /** W4: R128, 16,384 individuals. */
    static Workload w4(Scale scale) {
        return network("W4", "R128", Networks::r128, scale.size(16_384, 6), scale);
    }

    /** W5: a perceptron, 1,000,000 individuals, 10 steps. */
    static Workload w5(Scale scale) {
        int narrow = scale.size(64, 6);
        int wide = scale.size(256, 16);
        return new Workload(
                "W5",
                "W5",
                narrow + "-" + wide + "-" + wide + "-" + narrow,
                new Once<>(() -> new DiffusionDecoder(
                        new PerceptronDenoiser(narrow, wide, wide),
                        NoiseSchedule.cosine(TIMESTEPS),
                        DdimSettings.standard(0),
                        Collections.nCopies(narrow, 0.0),
                        Collections.nCopies(narrow, 1.0))),
                1,
                scale.size(1_000_000, 40),
                scale.size(10, 2),
                DIAGONAL,
                Precision.BFLOAT16,
                Reward.of(Term.goalDistance(-1, new double[narrow])));
    }

    /** W6: no network, 1,000,000 individuals of 1,024 numbers. */
    static Workload w6(Scale scale) {
        return plain("W6", "W6", scale.size(1_000_000, 12_500), scale.size(1024, 2), DIAGONAL);
    }

    /** W7: no network, full covariance, 65,536 individuals of 1,024 numbers or of another dimension. */
    static Workload w7(Scale scale, int dimension) {
        return plain(
                "W7",
                dimension == USUAL_WIDTH ? "W7" : "W7-" + dimension,
                scale.size(65_536, 300),
                scale.size(dimension, 10),
                new ProposalSettings.Full());
    }

    /** W9: 1,024 searches of 256 individuals, R32. */
    static Workload w9(Scale scale, ProposalSettings proposal) {
        Workload one = network("W9", "R32", Networks::r32, scale.size(256, 5), scale);
        return new Workload(
                "W9",
                proposal instanceof ProposalSettings.Full ? "W9-full" : "W9",
                one.model,
                one.decoder,
                scale.size(1024, 2),
                one.population,
                one.steps,
                proposal,
                one.precision,
                one.reward);
    }

    private static Workload network(
            String id, String model, Supplier<DiffusionModel> network, int population, Scale scale) {
        return new Workload(
                id,
                id,
                scale.tiny() ? "a tiny network" : model,
                new Once<>(() -> (scale.tiny() ? Networks.tiny() : network.get()).decoder(0)),
                1,
                population,
                scale.size(STEPS, 1),
                DIAGONAL,
                Precision.BFLOAT16,
                GOAL);
    }

    private static Workload plain(
            String id, String peerName, int population, int dimension, ProposalSettings proposal) {
        return new Workload(
                id,
                peerName,
                "no network, d " + dimension,
                () -> new IdentityDecoder(1, dimension),
                1,
                population,
                0,
                proposal,
                Precision.FLOAT32,
                TRIVIAL);
    }

    Workload with(Precision other) {
        return new Workload(id, peerName, model, decoder, searches, population, steps, proposal, other, reward);
    }

    Workload withSteps(int other) {
        return new Workload(id, peerName, model, decoder, searches, population, other, proposal, precision, reward);
    }

    Workload withReward(Reward other) {
        return new Workload(id, peerName, model, decoder, searches, population, steps, proposal, precision, other);
    }

    /** Returns the workload, its network and its sizes as one phrase. */
    String shape() {
        String batch = searches == 1 ? "N " + population : searches + " x N " + population;
        String kind = proposal instanceof ProposalSettings.Full ? ", full" : ", diagonal";
        return id + ", " + model + ", " + batch
                + (steps == 0 ? "" : ", " + steps + " steps")
                + kind
                + (steps == 0 ? "" : ", " + precision.name().toLowerCase(Locale.ROOT));
    }

    /** Returns network evaluations of a generation, or decodes where there is no network. */
    double evaluations() {
        return (double) searches * population * Math.max(1, steps);
    }

    /**
     * Builds the batch of searches.
     *
     * @param generations that can be run
     * @param seed of all numbers
     * @param options chunk, lanes and noise; the precision is that of the workload
     */
    DiffusionElites search(Device device, int generations, long seed, PlanOptions options) {
        SearchSettings settings = SearchSettings.builder()
                .population(population)
                .eliteFraction(0.1)
                .proposal(proposal)
                .fidelity(FidelitySchedule.constant(Math.max(1, steps), generations))
                .seed(seed)
                .finalists(0)
                .build();
        List<SearchInstance> instances = IntStream.range(0, searches)
                .mapToObj(id -> SearchInstance.of(id, settings, reward))
                .toList();
        return DiffusionElites.on(device)
                .decoder(decoder.get())
                .reward(reward)
                .settings(settings)
                .instances(instances)
                .planOptions(options.withPrecision(precision))
                .build();
    }
}
