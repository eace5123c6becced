package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;

/**
 * What a generation must at least do: products of the network, latents and samples written and read once. Feature maps
 * do not count, because a chunk's can stay in the second-level cache.
 */
final class RecordedWork {

    private RecordedWork() {}

    static Work of(Recording recording, Precision precision) {
        boolean reduced = precision == Precision.BFLOAT16;
        return recording.individualPart().stream()
                .map(operation -> ofRow(operation, reduced))
                .reduce(Work.NONE, Work::plus)
                .times((double) recording.rows());
    }

    private static Work ofRow(Operation.Individual operation, boolean reduced) {
        return switch (operation) {
            case Operation.SampleDiagonal sample -> drawn(sample.latents().width());
            case Operation.SampleMixture sample -> drawn(sample.latents().width());
            case Operation.SampleFull sample -> {
                double d = sample.latents().width();
                yield drawn(d).scalars(d * (d + 1));
            }
            case Operation.SampleEliteMatrix sample -> drawn(sample.latents().width());
            case Operation.Convolve convolve -> {
                Convolution1d layer = convolve.convolution();
                double weights = (double) layer.kernel() * layer.in() * layer.out();
                yield Work.NONE.products(2 * weights * convolve.target().length(), reduced);
            }
            case Operation.Attend attend ->
                Work.NONE.products(
                        4.0 * attend.target().length() * attend.target().width(), reduced);
            case Operation.AttendLinearly attend ->
                Work.NONE.products(
                        4.0 * attend.target().width() * attend.target().channels() / attend.heads(), reduced);
            case Operation.Affine affine -> {
                double bytes = (double) Float.BYTES * affine.source().width();
                yield Work.bytes(bytes, bytes);
            }
            default -> Work.NONE;
        };
    }

    private static Work drawn(double width) {
        return Work.bytes(0, Float.BYTES * width).normals(width, false);
    }
}
