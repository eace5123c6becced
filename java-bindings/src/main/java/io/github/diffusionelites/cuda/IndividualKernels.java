package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.List;
import java.util.Optional;
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
    private static final int FINISH_THREADS = 256;
    private static final int ATTEND_THREADS = 256;

    /** Three blocks share a multiprocessor of compute capability 9.0. */
    private static final int ATTEND_BYTES = 72 * 1024;

    /** Four lines of 16 positions each keep the warps of a block busy. */
    private static final int MOST_HEADS = 8;

    private final ChunkView chunk;
    private final CudaWeights.Lease weights;
    private final Precision precision;
    private final Noise noise;
    private final DeviceParts parts;
    private final Consumer<Launch> launches;
    /** The feature map that is loaded from latents as soon as they are drawn; null for none. */
    private @Nullable Features input;

    IndividualKernels(
            ChunkView chunk,
            DeviceParts parts,
            CudaWeights.Lease weights,
            Precision precision,
            Noise noise,
            Consumer<Launch> launches) {
        this.chunk = chunk;
        this.parts = parts;
        this.weights = weights;
        this.precision = precision;
        this.noise = noise;
        this.launches = launches;
    }

    /** Adds operations in their order; who draws latents also writes the feature map that is loaded from them next. */
    void add(List<Operation.Individual> operations) {
        for (int i = 0; i < operations.size(); i++) {
            Rows.Stored latents = latents(operations.get(i));
            boolean loaded = latents != null
                    && i + 1 < operations.size()
                    && operations.get(i + 1) instanceof Operation.Load(Rows source, Features target)
                    && source.equals(latents);
            input = loaded ? ((Operation.Load) operations.get(i + 1)).target() : null;
            add(operations.get(i));
            i += loaded ? 1 : 0;
        }
    }

    private static Rows.@Nullable Stored latents(Operation.Individual operation) {
        return switch (operation) {
            case Operation.SampleDiagonal sample -> sample.latents();
            case Operation.SampleFull sample -> sample.latents();
            case Operation.SampleMixture sample -> sample.latents();
            case Operation.SampleEliteMatrix sample -> sample.latents();
            default -> null;
        };
    }

    /** The first arguments of what draws latents. */
    private Arguments drawing(Rows.Stored latents) {
        Features features = input;
        return chunk.arguments()
                .pointers(chunk.address(latents), features == null ? 0 : chunk.address(features))
                .integers(
                        latents.width(),
                        features == null ? 0 : features.channels(),
                        features == null ? 0 : features.length(),
                        precision == Precision.BFLOAT16 ? 1 : 0);
    }

    private void add(Operation.Individual operation) {
        switch (operation) {
            case Operation.SampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) ->
                rows(
                        sampler("sample_diagonal"),
                        Math.ceilDiv(latents.width(), 4),
                        drawing(latents).pointers(of(mean), of(deviation), of(searchIds)));
            case Operation.SampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) ->
                launches.accept(Launch.ofBlocks(
                        sampler("sample_full"),
                        latentTiles(latents.width()),
                        LATENT_THREADS,
                        0,
                        drawing(latents).pointers(of(mean), of(factor), of(searchIds))));
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
                attend("attend", source, target, heads, target.length());
            case Operation.AttendLinearly(Features source, Features target, int heads) ->
                attend("attend_linearly", source, target, heads, target.channels() / heads);
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
                launches.accept(parts.rewardCode().launch(score, chunk, of(score.parameters())));
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
                sampler("sample_elite_matrix"),
                latentTiles(width),
                LATENT_THREADS,
                0,
                drawing(sample.latents())
                        .pointers(
                                of(proposal.mean()),
                                of(proposal.elites()),
                                of(proposal.counts()),
                                of(proposal.jitter()),
                                of(sample.searchIds()))
                        .integer((int) proposal.elites().shape().dimension(1))));
    }

    private void sampleMixture(Operation.SampleMixture sample) {
        int width = sample.latents().width();
        rows(
                sampler("sample_mixture"),
                Math.ceilDiv(width, 4),
                drawing(sample.latents())
                        .pointers(
                                of(sample.weights()),
                                of(sample.means()),
                                of(sample.deviations()),
                                of(sample.searchIds()),
                                chunk.ofRow(sample.components()))
                        .integer((int) sample.weights().shape().dimension(1)));
    }

    private void convolve(Operation.Convolve operation) {
        Optional<ConvolutionTile> fused = ConvolutionTile.withNorm(operation, precision, chunk.rows(), parts.limits());
        if (fused.isPresent()) {
            convolve(operation, fused.get(), operation.epilogue(), chunk.address(operation.target()), false);
            return;
        }
        ConvolutionTile tile = ConvolutionTile.withoutNorm(operation, precision, chunk.rows(), parts.limits());
        convolve(operation, tile, Epilogue.NONE, chunk.rest(), true);
        finish(
                precision == Precision.BFLOAT16 ? "finish_f32_bf16" : "finish_f32",
                chunk.rest(),
                operation.target(),
                operation.epilogue());
    }

    private void convolve(
            Operation.Convolve operation, ConvolutionTile tile, Epilogue epilogue, long target, boolean raw) {
        Convolution1d convolution = operation.convolution();
        launches.accept(Launch.ofBlocks(
                tile.kernel(precision),
                tile.count(operation, chunk.rows()),
                ConvolutionTile.THREADS,
                tile.sharedBytes(operation, precision, epilogue.norm()),
                epilogue(epilogue)
                        .pointers(
                                chunk.address(operation.source()),
                                weights.convolution(convolution, precision),
                                weights.address(convolution.bias()),
                                target)
                        .integers(
                                chunk.rows(),
                                convolution.in(),
                                convolution.out(),
                                convolution.kernel(),
                                convolution.stride(),
                                convolution.padding(),
                                convolution.upsample() ? 1 : 0,
                                operation.source().length(),
                                operation.target().length(),
                                raw ? 1 : 0)));
    }

    private void finish(String kernel, long source, Features target, Epilogue epilogue) {
        int channels = target.channels();
        int statistics = switch (epilogue.norm()) {
            case Norm.None() -> 0;
            case Norm.Group group -> 2 * group.groups();
            case Norm.Rms rms -> target.length();
        };
        long floats = (long) target.length() * Math.ceilDiv(channels, 4) * 4 + statistics;
        launches.accept(Launch.ofBlocks(
                kernel,
                chunk.rows(),
                FINISH_THREADS,
                Math.toIntExact(floats * Float.BYTES),
                epilogue(epilogue)
                        .pointers(source, chunk.address(target))
                        .integers(chunk.rows(), channels, target.length())));
    }

    /** The struct of an epilogue, with which arguments begin. */
    private Arguments epilogue(Epilogue epilogue) {
        Features residual = epilogue.residual();
        long gain = 0;
        long bias = 0;
        int kind = 0;
        int groups = 1;
        float epsilon = 0;
        switch (epilogue.norm()) {
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
        return new Arguments()
                .pointers(
                        residual == null ? 0 : chunk.address(residual),
                        gain,
                        bias,
                        weights.address(epilogue.scaleShift()))
                .integers(kind, groups)
                .real(epsilon)
                .integer(epilogue.activation().ordinal());
    }

    /** Heads share a block as far as its shared memory leaves room for other blocks, or one head needs it all. */
    private void attend(String kernel, Features source, Features target, int heads, int side) {
        int width = target.channels() / heads;
        long headBytes = Float.BYTES * (3L * target.length() * pitch(width) + (long) side * pitch(side));
        int atOnce = Math.clamp(ATTEND_BYTES / headBytes, 1, MOST_HEADS);
        launches.accept(Launch.ofBlocks(
                kernel + suffix(),
                Math.ceilDiv((long) chunk.rows() * heads, atOnce),
                ATTEND_THREADS,
                Math.toIntExact(headBytes * atOnce),
                new Arguments()
                        .pointers(chunk.address(source), chunk.address(target))
                        .integers(chunk.rows(), target.length(), heads, width, atOnce)));
    }

    /** Floats from one line of a head's matrix to the next. */
    private static long pitch(int columns) {
        return Math.ceilDiv(columns, 4) * 4L + 4;
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

    private String sampler(String portable) {
        return noise == Noise.FAST ? portable + "_fast" : portable;
    }

    private String suffix() {
        return precision == Precision.BFLOAT16 ? "_bf16" : "_f32";
    }

    private long of(@Nullable Buffer buffer) {
        return chunk.addresses().of(buffer);
    }
}
