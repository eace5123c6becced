package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launches of operations on each individual, for one chunk. Fields of the arguments stand in the order of the
 * kernel's struct.
 */
final class IndividualKernels {

    /** As in the kernel's source. */
    private static final int ATTEND_THREADS = 256;

    /** Three blocks share a multiprocessor of compute capability 9.0. */
    private static final int ATTEND_BYTES = 72 * 1024;

    /** Four lines of 16 positions each keep the warps of a block busy. */
    private static final int MOST_HEADS = 8;

    private final ChunkWork work;
    private final ChunkView chunk;
    private final CudaWeights.Lease weights;
    private final SamplingKernels sampling;
    private final ConvolutionKernels convolutions;

    IndividualKernels(ChunkWork work) {
        this.work = work;
        this.chunk = work.chunk();
        this.weights = work.weights();
        this.sampling = new SamplingKernels(work);
        this.convolutions = new ConvolutionKernels(work);
    }

    /** Adds operations in their order; who draws latents also writes the feature map that is loaded from them next. */
    void add(List<Operation.Individual> operations) {
        for (int i = 0; i < operations.size(); i++) {
            Features input = loadedNext(operations, i);
            add(operations.get(i), input);
            i += input == null ? 0 : 1;
        }
    }

    /** Returns the feature map that the operation after one loads from the latents that it draws; null for none. */
    static @Nullable Features loadedNext(List<Operation.Individual> operations, int i) {
        Rows.Stored latents = latents(operations.get(i));
        return latents != null
                        && i + 1 < operations.size()
                        && operations.get(i + 1) instanceof Operation.Load load
                        && load.source().equals(latents)
                ? load.target()
                : null;
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

    /** Adds one, with the feature map that is loaded from its latents next; null for none. */
    private void add(Operation.Individual operation, @Nullable Features input) {
        switch (operation) {
            case Operation.SampleDiagonal sample -> sampling.add(sample, input);
            case Operation.SampleFull sample -> sampling.add(sample, input);
            case Operation.SampleMixture sample -> sampling.add(sample, input);
            case Operation.SampleEliteMatrix sample -> sampling.add(sample, input);
            case Operation.Load(Rows source, Features target) ->
                work.rows(
                        "load" + suffix(),
                        target.width(),
                        new Arguments()
                                .pointers(chunk.address(source), chunk.address(target))
                                .integers(chunk.rows(), target.channels(), target.length()));
            case Operation.Convolve convolve -> convolutions.add(convolve);
            case Operation.Normalize normalize -> convolutions.add(normalize);
            case Operation.Concatenate(Features first, Features second, Features target) -> {
                long positions = (long) chunk.rows() * target.length();
                work.launches()
                        .accept(Launch.ofItems(
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
                work.rows(
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
                work.launches()
                        .accept(Launch.ofWarps(
                                "rescale",
                                chunk.rows(),
                                new Arguments()
                                        .pointers(chunk.address(source), chunk.address(target))
                                        .integers(chunk.rows(), source.width())
                                        .real(length)));
            case Operation.Score score -> score(score);
            case Operation.ScoreByCode score ->
                work.launches().accept(work.parts().rewardCode().launch(score, chunk, of(score.parameters())));
            case Operation.ScoreOnHost host -> {
                // Java scores the chunk when its launches are done.
            }
        }
    }

    /** Heads share a block as far as its shared memory leaves room for other blocks, or one head needs it all. */
    private void attend(String kernel, Features source, Features target, int heads, int side) {
        int width = target.channels() / heads;
        long headBytes = Float.BYTES * (3L * target.length() * pitch(width) + (long) side * pitch(side));
        int atOnce = Math.clamp(ATTEND_BYTES / headBytes, 1, MOST_HEADS);
        work.launches()
                .accept(Launch.ofBlocks(
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
        work.rows(
                "update_sampler" + suffix(),
                Math.ceilDiv(output.width(), 4),
                arguments.integers(c.step(), output.channels(), output.length()));
    }

    private void score(Operation.Score operation) {
        Buffer parameters = operation.parameters();
        work.launches()
                .accept(Launch.ofItems(
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

    private String suffix() {
        return work.reduced() ? "_bf16" : "_f32";
    }

    private long of(@Nullable Buffer buffer) {
        return chunk.addresses().of(buffer);
    }
}
