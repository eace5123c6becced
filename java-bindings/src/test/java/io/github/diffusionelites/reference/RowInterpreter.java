package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Rows;
import java.util.HashMap;
import java.util.Map;

/** Runs the per-individual operations of one row by their references. */
final class RowInterpreter {

    private final int search;
    private final int individual;
    private final int row;
    private final RunTime time;
    private final Map<Integer, double[]> values = new HashMap<>();

    RowInterpreter(int individuals, int row, RunTime time) {
        this.search = row / individuals;
        this.individual = row % individuals;
        this.row = row;
        this.time = time;
    }

    void run(Operation.Individual operation) {
        switch (operation) {
            case Operation.SampleDiagonal sample -> sampleDiagonal(sample);
            case Operation.SampleFull sample -> sampleFull(sample);
            case Operation.SampleEliteMatrix sample -> sampleEliteMatrix(sample);
            case Operation.SampleMixture sample -> sampleMixture(sample);
            case Operation.Load load -> values.put(load.target().id(), read(load.source()));
            case Operation.Convolve convolve -> convolve(convolve);
            case Operation.Normalize normalize ->
                values.put(
                        normalize.target().id(),
                        NormalizeReference.apply(
                                values.get(normalize.source().id()),
                                normalize.source().channels(),
                                normalize.source().length(),
                                normalize.norm()));
            case Operation.Concatenate concatenate ->
                values.put(
                        concatenate.target().id(),
                        ConcatenateReference.apply(
                                values.get(concatenate.first().id()),
                                values.get(concatenate.second().id())));
            case Operation.Attend attend ->
                values.put(
                        attend.target().id(),
                        AttendReference.apply(
                                values.get(attend.source().id()),
                                attend.source().channels(),
                                attend.source().length(),
                                attend.heads()));
            case Operation.AttendLinearly attend ->
                values.put(
                        attend.target().id(),
                        AttendLinearlyReference.apply(
                                values.get(attend.source().id()),
                                attend.source().channels(),
                                attend.source().length(),
                                attend.heads()));
            case Operation.UpdateSampler update -> updateSampler(update);
            case Operation.Affine affine ->
                write(
                        affine.target(),
                        AffineReference.apply(
                                read(affine.source()),
                                affine.scale().values(),
                                affine.shift().values()));
            case Operation.Rescale(Rows source, Rows target, float length) ->
                write(target, RescaleReference.apply(read(source), length));
            case Operation.Score score -> score(score);
            case Operation.ScoreByCode score ->
                throw new DeviceCodeException(
                        "The reference cannot run " + score.code().name() + ".", "");
            case Operation.ScoreOnHost ignored -> {
                // The program calls the reward with batches when all rows are decoded.
            }
        }
    }

    private void sampleDiagonal(Operation.SampleDiagonal sample) {
        int d = sample.latents().width();
        double[] mean = on(sample.mean()).doubles(search, d);
        double[] deviation = on(sample.deviation()).doubles(search, d);
        write(sample.latents(), SampleDiagonalReference.apply(mean, deviation, latentNoise(sample.searchIds(), d)));
    }

    private void sampleFull(Operation.SampleFull sample) {
        int d = sample.latents().width();
        double[] mean = on(sample.mean()).doubles(search, d);
        double[] factor = on(sample.factor()).doubles(search, d * d);
        write(sample.latents(), SampleFullReference.apply(mean, factor, latentNoise(sample.searchIds(), d)));
    }

    private void sampleEliteMatrix(Operation.SampleEliteMatrix sample) {
        EliteGaussian proposal = ProposalInterpreter.gaussian(sample.proposal(), search);
        double[] g = NormalReference.row(place(sample.searchIds(), NoisePlace.ELITES), proposal.elites().length);
        double[] h = latentNoise(sample.searchIds(), sample.latents().width());
        write(sample.latents(), SampleEliteMatrixReference.apply(proposal, g, h));
    }

    private void sampleMixture(Operation.SampleMixture sample) {
        int d = sample.latents().width();
        int m = (int) sample.weights().shape().dimension(1);
        int word = place(sample.searchIds(), NoisePlace.MIXTURE).words(0)[0];
        int component =
                SampleMixtureReference.component(word, on(sample.weights()).floats(search, m));
        sample.components().write(row, new int[] {component});
        double[] means = on(sample.means()).doubles(search, m * d);
        double[] deviations = on(sample.deviations()).doubles(search, m * d);
        double[] normals = latentNoise(sample.searchIds(), d);
        write(sample.latents(), SampleMixtureReference.apply(component, means, deviations, normals));
    }

    private double[] latentNoise(Buffer searchIds, int d) {
        return NormalReference.row(place(searchIds, NoisePlace.LATENTS), d);
    }

    private NoisePlace place(Buffer searchIds, int stream) {
        return new NoisePlace(time.seed(), individual, time.generation(), 0, integer(searchIds, search), stream);
    }

    private void convolve(Operation.Convolve convolve) {
        double[] residual = convolve.epilogue().residual() == null
                ? null
                : values.get(convolve.epilogue().residual().id());
        double[] target = ConvolveReference.apply(
                values.get(convolve.source().id()),
                convolve.source().length(),
                convolve.convolution(),
                convolve.epilogue(),
                residual);
        values.put(convolve.target().id(), target);
    }

    private void updateSampler(Operation.UpdateSampler update) {
        int width = update.output().width();
        NoiseIdentity identity = update.identity();
        NoisePlace place = new NoisePlace(
                time.seed(),
                identity.individuals() == null ? individual : integer(identity.individuals(), row),
                identity.generations() == null ? time.generation() : integer(identity.generations(), row),
                update.coefficients().step(),
                integer(identity.searches(), search),
                NoisePlace.SAMPLER);
        double[] noise = NormalReference.row(place, width);
        double[] output = values.get(update.output().id());
        write(
                update.target(),
                UpdateSamplerReference.apply(read(update.state()), output, update.coefficients(), noise));
    }

    private void score(Operation.Score score) {
        int columns = (int) score.parameters().shape().dimension(1);
        float[] parameters = on(score.parameters()).floats(search, columns);
        double reward = ScoreReference.apply(
                read(score.samples()), score.channels(), score.length(), score.terms(), parameters);
        on(score.rewards()).round(row, reward);
    }

    private double[] read(Rows rows) {
        return switch (rows) {
            case Rows.Scratch scratch -> values.get(scratch.id());
            case Rows.Stored stored -> on(stored.buffer()).doubles(row, stored.width());
        };
    }

    private void write(Rows rows, double[] value) {
        switch (rows) {
            case Rows.Scratch scratch -> values.put(scratch.id(), value);
            case Rows.Stored stored -> on(stored.buffer()).round(row, value);
        }
    }

    private static int integer(Buffer buffer, int index) {
        return on(buffer).ints(index, 1)[0];
    }

    private static ReferenceBuffer on(Buffer buffer) {
        return (ReferenceBuffer) buffer;
    }
}
