package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The launches of operations on each individual, for one chunk. Fields of the arguments stand in the order of the
 * kernel's struct.
 */
final class IndividualKernels {

    /** As in the kernels' sources. */
    private static final int LATENT_THREADS = 256;

    private static final int LATENT_ROWS = 16;
    private static final int LATENT_ELEMENTS = 64;
    private static final int CONVOLVE_THREADS = 256;
    private static final int CONVOLVE_TILE = 64;
    private static final int FINISH_THREADS = 256;
    private static final int ATTEND_THREADS = 256;

    private final ChunkView chunk;
    private final CudaWeights.Lease weights;
    private final Precision precision;
    private final RewardCode rewardCode;
    private final Consumer<Launch> launches;

    IndividualKernels(
            ChunkView chunk,
            CudaWeights.Lease weights,
            Precision precision,
            RewardCode rewardCode,
            Consumer<Launch> launches) {
        this.chunk = chunk;
        this.weights = weights;
        this.precision = precision;
        this.rewardCode = rewardCode;
        this.launches = launches;
    }

    void add(Operation.Individual operation) {
        switch (operation) {
            case Operation.SampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) ->
                rows(
                        "sample_diagonal",
                        Math.ceilDiv(latents.width(), 4),
                        chunk.arguments()
                                .pointers(chunk.address(latents), of(mean), of(deviation), of(searchIds))
                                .integer(latents.width()));
            case Operation.SampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) ->
                launches.accept(Launch.ofBlocks(
                        "sample_full",
                        latentTiles(latents.width()),
                        LATENT_THREADS,
                        0,
                        chunk.arguments()
                                .pointers(chunk.address(latents), of(mean), of(factor), of(searchIds))
                                .integer(latents.width())));
            case Operation.SampleMixture mixture -> sampleMixture(mixture);
            case Operation.SampleEliteMatrix sample -> sampleEliteMatrix(sample);
            case Operation.Load(Rows source, Features target) ->
                rows(
                        "load" + suffix(),
                        target.width(),
                        new Arguments()
                                .pointers(chunk.address(source), chunk.address(target))
                                .integers(chunk.rows(), target.channels(), target.length()));
            case Operation.Convolve convolve -> convolve(convolve);
            case Operation.Normalize(Features source, Features target, Norm norm) ->
                finish(
                        precision == Precision.BFLOAT16 ? "finish_bf16" : "finish_f32",
                        chunk.address(source),
                        target,
                        new Epilogue(norm, null, Epilogue.NONE.activation(), null));
            case Operation.Concatenate(Features first, Features second, Features target) -> {
                long positions = (long) chunk.rows() * target.length();
                launches.accept(Launch.ofItems(
                        "concatenate" + suffix(),
                        positions * target.channels(),
                        new Arguments()
                                .pointers(chunk.address(first), chunk.address(second), chunk.address(target))
                                .number(positions)
                                .integers(first.channels(), second.channels())));
            }
            case Operation.Attend(Features source, Features target, int heads) ->
                attend("attend", source, target, heads, target.length() * target.length());
            case Operation.AttendLinearly(Features source, Features target, int heads) -> {
                int width = target.channels() / heads;
                attend("attend_linearly", source, target, heads, width * (width + 1));
            }
            case Operation.UpdateSampler update -> updateSampler(update);
            case Operation.Affine(Rows source, Rows target, var scale, var shift) ->
                rows(
                        "affine",
                        source.width(),
                        new Arguments()
                                .pointers(
                                        chunk.address(source),
                                        chunk.address(target),
                                        weights.address(scale),
                                        weights.address(shift))
                                .integers(chunk.rows(), source.width(), (int)
                                        scale.shape().elements()));
            case Operation.Rescale(Rows source, Rows target, float length) ->
                launches.accept(Launch.ofWarps(
                        "rescale",
                        chunk.rows(),
                        new Arguments()
                                .pointers(chunk.address(source), chunk.address(target))
                                .integers(chunk.rows(), source.width())
                                .real(length)));
            case Operation.Score score -> score(score);
            case Operation.ScoreByCode score ->
                launches.accept(rewardCode.launch(score, chunk, of(score.parameters())));
            case Operation.ScoreOnHost host -> {
                // Java scores the chunk when its launches are done.
            }
        }
    }

    private long latentTiles(int width) {
        return (long) Math.ceilDiv(chunk.rows(), LATENT_ROWS) * Math.ceilDiv(width, LATENT_ELEMENTS);
    }

    private void sampleEliteMatrix(Operation.SampleEliteMatrix sample) {
        Proposal.EliteMatrix proposal = sample.proposal();
        int width = sample.latents().width();
        launches.accept(Launch.ofBlocks(
                "sample_elite_matrix",
                latentTiles(width),
                LATENT_THREADS,
                0,
                chunk.arguments()
                        .pointers(
                                chunk.address(sample.latents()),
                                of(proposal.mean()),
                                of(proposal.elites()),
                                of(proposal.counts()),
                                of(proposal.jitter()),
                                of(sample.searchIds()))
                        .integers(width, (int) proposal.elites().shape().dimension(1))));
    }

    private void sampleMixture(Operation.SampleMixture sample) {
        int width = sample.latents().width();
        rows(
                "sample_mixture",
                Math.ceilDiv(width, 4),
                chunk.arguments()
                        .pointers(
                                chunk.address(sample.latents()),
                                of(sample.weights()),
                                of(sample.means()),
                                of(sample.deviations()),
                                of(sample.searchIds()),
                                chunk.ofRow(sample.components()))
                        .integers(width, (int) sample.weights().shape().dimension(1)));
    }

    private void convolve(Operation.Convolve operation) {
        Features source = operation.source();
        Features target = operation.target();
        Convolution1d convolution = operation.convolution();
        Epilogue epilogue = operation.epilogue();
        boolean stored = epilogue.equals(Epilogue.NONE);
        long result = stored ? chunk.address(target) : chunk.rest();
        long tiles = Math.ceilDiv((long) chunk.rows() * target.length(), CONVOLVE_TILE)
                * Math.ceilDiv(target.channels(), CONVOLVE_TILE);
        launches.accept(Launch.ofBlocks(
                "convolve" + suffix() + (stored || precision == Precision.FLOAT32 ? "" : "_f32"),
                tiles,
                CONVOLVE_THREADS,
                0,
                new Arguments()
                        .pointers(
                                chunk.address(source),
                                weights.convolution(convolution, precision),
                                weights.address(convolution.bias()),
                                result)
                        .integers(
                                chunk.rows(),
                                convolution.in(),
                                convolution.out(),
                                convolution.kernel(),
                                convolution.stride(),
                                convolution.padding(),
                                convolution.upsample() ? 1 : 0,
                                source.length(),
                                target.length())));
        if (!stored) {
            finish(precision == Precision.BFLOAT16 ? "finish_f32_bf16" : "finish_f32", result, target, epilogue);
        }
    }

    private void finish(String kernel, long source, Features target, Epilogue epilogue) {
        Features residual = epilogue.residual();
        Norm norm = epilogue.norm();
        long gain = 0;
        long bias = 0;
        int kind = 0;
        int groups = 1;
        float epsilon = 0;
        switch (norm) {
            case Norm.None() -> {}
            case Norm.Group(int count, var groupGain, var groupBias, float added) -> {
                kind = 1;
                groups = count;
                gain = weights.address(groupGain);
                bias = weights.address(groupBias);
                epsilon = added;
            }
            case Norm.Rms(var rmsGain) -> {
                kind = 2;
                gain = weights.address(rmsGain);
            }
        }
        long floats = (long) target.width() + 2L * target.channels() + target.length();
        launches.accept(Launch.ofBlocks(
                kernel,
                chunk.rows(),
                FINISH_THREADS,
                Math.toIntExact(floats * Float.BYTES),
                new Arguments()
                        .pointers(
                                source,
                                residual == null ? 0 : chunk.address(residual),
                                chunk.address(target),
                                gain,
                                bias,
                                weights.address(epilogue.scaleShift()))
                        .integers(chunk.rows(), target.channels(), target.length(), kind, groups)
                        .real(epsilon)
                        .integer(epilogue.activation().ordinal())));
    }

    private void attend(String kernel, Features source, Features target, int heads, int rest) {
        int width = target.channels() / heads;
        long floats = 3L * target.length() * (width + 1) + rest;
        launches.accept(Launch.ofBlocks(
                kernel + suffix(),
                (long) chunk.rows() * heads,
                ATTEND_THREADS,
                Math.toIntExact(floats * Float.BYTES),
                new Arguments()
                        .pointers(chunk.address(source), chunk.address(target))
                        .integers(chunk.rows(), target.length(), heads, width)));
    }

    private void updateSampler(Operation.UpdateSampler operation) {
        SamplerCoefficients c = operation.coefficients();
        NoiseIdentity identity = operation.identity();
        Features output = operation.output();
        Arguments arguments = chunk.arguments()
                .pointers(
                        chunk.address(operation.state()),
                        chunk.address(output),
                        chunk.address(operation.target()),
                        of(identity.searches()),
                        of(identity.individuals()),
                        of(identity.generations()));
        for (float coefficient : new float[] {
            c.x0State(),
            c.x0Output(),
            c.clip(),
            c.epsState(),
            c.epsOutput(),
            c.epsX0(),
            c.nextX0(),
            c.nextEps(),
            c.nextNoise()
        }) {
            arguments.real(coefficient);
        }
        rows(
                "update_sampler" + suffix(),
                Math.ceilDiv(output.width(), 4),
                arguments.integers(c.step(), output.channels(), output.length()));
    }

    private void score(Operation.Score operation) {
        Buffer parameters = operation.parameters();
        launches.accept(Launch.ofItems(
                "score",
                chunk.rows(),
                chunk.arguments()
                        .pointers(
                                chunk.address(operation.samples()),
                                weights.terms(operation.terms()),
                                of(parameters),
                                chunk.ofRow(operation.rewards()))
                        .integers(
                                operation.channels(),
                                operation.length(),
                                operation.terms().size(),
                                (int) parameters.shape().dimension(1))));
    }

    private void rows(String kernel, int parts, Arguments arguments) {
        launches.accept(Launch.ofRows(kernel, chunk.rows(), parts, arguments));
    }

    private String suffix() {
        return precision == Precision.BFLOAT16 ? "_bf16" : "_f32";
    }

    private long of(@Nullable Buffer buffer) {
        return chunk.addresses().of(buffer);
    }
}
