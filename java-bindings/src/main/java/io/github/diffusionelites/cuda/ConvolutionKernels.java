package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The launches of convolutions with their epilogues, and of normalisations, for one chunk. */
final class ConvolutionKernels {

    /** As in the kernel's source. */
    private static final int FINISH_THREADS = 256;

    private final ChunkWork work;
    private final ChunkView chunk;
    private final CudaWeights.Lease weights;

    ConvolutionKernels(ChunkWork work) {
        this.work = work;
        this.chunk = work.chunk();
        this.weights = work.weights();
    }

    void add(Operation.Normalize operation) {
        finish(
                work.reduced() ? "finish_bf16" : "finish_f32",
                chunk.address(operation.source()),
                null,
                operation.target(),
                new Epilogue(operation.norm(), null, Activation.NONE, null));
    }

    /** Returns whether an operation multiplies each position by one matrix, as a matrix library does. */
    static boolean isDense(Operation.Convolve operation) {
        Convolution1d convolution = operation.convolution();
        return convolution.kernel() == 1
                && convolution.stride() == 1
                && convolution.padding() == 0
                && !convolution.upsample();
    }

    void add(Operation.Convolve operation) {
        if (work.libraryWorkspace() != 0 && isDense(operation)) {
            multiply(operation);
            return;
        }
        Optional<ConvolutionTile> fused = ConvolutionTile.withNorm(
                operation, work.precision(), chunk.rows(), work.parts().limits());
        if (fused.isPresent()) {
            convolve(operation, fused.get(), operation.epilogue(), chunk.address(operation.target()), false);
            return;
        }
        ConvolutionTile tile = ConvolutionTile.withoutNorm(
                operation, work.precision(), chunk.rows(), work.parts().limits());
        convolve(operation, tile, Epilogue.NONE, chunk.rest(), true);
        finish(
                work.reduced() ? "finish_f32_bf16" : "finish_f32",
                chunk.rest(),
                null,
                operation.target(),
                operation.epilogue());
    }

    /** The product by the library, which leaves the rest to a pass of its own. */
    private void multiply(Operation.Convolve operation) {
        Convolution1d layer = operation.convolution();
        work.launches()
                .accept(new Product(
                        Math.multiplyExact(chunk.rows(), operation.target().length()),
                        layer.in(),
                        layer.out(),
                        work.precision(),
                        chunk.address(operation.source()),
                        weights.dense(layer, work.precision()),
                        chunk.rest(),
                        work.libraryWorkspace()));
        finish(
                work.reduced() ? "finish_f32_bf16" : "finish_f32",
                chunk.rest(),
                layer.bias(),
                operation.target(),
                operation.epilogue());
    }

    private void convolve(
            Operation.Convolve operation, ConvolutionTile tile, Epilogue epilogue, long target, boolean raw) {
        Convolution1d convolution = operation.convolution();
        work.launches()
                .accept(Launch.ofBlocks(
                        tile.kernel(work.precision()),
                        tile.count(operation, chunk.rows()),
                        ConvolutionTile.THREADS,
                        tile.sharedBytes(operation, work.precision(), epilogue.norm()),
                        epilogue(epilogue)
                                .pointers(
                                        chunk.address(operation.source()),
                                        weights.convolution(convolution, work.precision()),
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

    private void finish(String kernel, long source, @Nullable Constant bias, Features target, Epilogue epilogue) {
        int channels = target.channels();
        int statistics = switch (epilogue.norm()) {
            case Norm.None() -> 0;
            case Norm.Group group -> 2 * group.groups();
            case Norm.Rms rms -> target.length();
        };
        long floats = (long) target.length() * Math.ceilDiv(channels, 4) * 4 + statistics;
        work.launches()
                .accept(Launch.ofBlocks(
                        kernel,
                        chunk.rows(),
                        FINISH_THREADS,
                        Math.toIntExact(floats * Float.BYTES),
                        epilogue(epilogue)
                                .pointers(source, weights.address(bias), chunk.address(target))
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
}
