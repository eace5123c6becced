package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sizes of a launch as one phrase, the same for launches that do the same work. */
final class OperationShape {

    private OperationShape() {}

    static String of(LaunchTimes.Timed timed) {
        String sizes = sizes(timed.operation());
        return timed.operation() == null
                ? "a thread"
                : timed.rows() + " rows" + (sizes.isEmpty() ? "" : ", " + sizes)
                        + (timed.also() == null ? "" : ", with the network's input");
    }

    private static String sizes(@Nullable Operation operation) {
        return switch (operation) {
            case null -> "";
            case Operation.SampleDiagonal sample -> "d " + sample.latents().width();
            case Operation.SampleFull sample -> "d " + sample.latents().width();
            case Operation.SampleMixture sample ->
                sample.weights().shape().dimension(1) + " components, d "
                        + sample.latents().width();
            case Operation.SampleEliteMatrix sample ->
                "at most " + sample.proposal().elites().shape().dimension(1) + " elites, d "
                        + sample.latents().width();
            case Operation.Load load -> features(load.target());
            case Operation.Convolve convolve -> convolution(convolve);
            case Operation.Normalize normalize -> features(normalize.target());
            case Operation.Concatenate concatenate ->
                concatenate.first().channels() + " + " + features(concatenate.second());
            case Operation.Attend attend -> attend.heads() + " heads, " + features(attend.target());
            case Operation.AttendLinearly attend -> attend.heads() + " heads, " + features(attend.target());
            case Operation.UpdateSampler update -> features(update.output());
            case Operation.Affine affine -> "width " + affine.source().width();
            case Operation.Rescale rescale -> "width " + rescale.source().width();
            case Operation.Score score -> score.terms().size() + " terms, " + score.channels() + " x " + score.length();
            case Operation.ScoreByCode score -> score.channels() + " x " + score.length();
            case Operation.ScoreOnHost host -> "width " + host.samples().width();
            case Operation.Select select -> searches(select.rewards());
            case Operation.Statistics statistics -> searches(statistics.rewards());
            case Operation.Moments moments ->
                searches(moments.mean()) + ", d " + moments.rows().width();
            case Operation.Covariance covariance ->
                searches(covariance.mean()) + ", d " + covariance.rows().width();
            case Operation.Cholesky cholesky -> matrices(cholesky.covariance());
            case Operation.RobustCholesky cholesky -> matrices(cholesky.covariance());
            case Operation.Shrink shrink -> matrices(shrink.covariance());
            case Operation.UpdateDiagonal update -> matrices(update.mean());
            case Operation.UpdateFull update -> matrices(update.covariance());
            case Operation.UpdateEliteMatrix update ->
                matrices(update.proposal().elites());
            case Operation.Evolve evolve -> "d " + evolve.rows().width();
            case Operation.RowNorms norms -> "d " + norms.rows().width();
            case Operation.KeepChampion keep -> "d " + keep.rows().width();
            case Operation.Gather gather -> matrices(gather.target());
        };
    }

    private static String convolution(Operation.Convolve convolve) {
        Convolution1d layer = convolve.convolution();
        int length = convolve.source().length();
        String norm = switch (convolve.epilogue().norm()) {
            case Norm.None() -> "";
            case Norm.Group group -> ", group norm";
            case Norm.Rms rms -> ", RMS norm";
        };
        return String.format(
                Locale.ROOT,
                "%d to %d channels, %d taps, length %d%s%s%s%s",
                layer.in(),
                layer.out(),
                layer.kernel(),
                length,
                layer.outLength(length) == length ? "" : " to " + layer.outLength(length),
                norm,
                convolve.epilogue().scaleShift() == null ? "" : ", modulated",
                convolve.epilogue().residual() == null ? "" : ", residual");
    }

    private static String features(Features features) {
        return features.channels() + " x " + features.length();
    }

    private static String searches(Buffer buffer) {
        long searches = buffer.shape().dimension(0);
        return searches + (searches == 1 ? " search" : " searches");
    }

    private static String matrices(Buffer buffer) {
        return buffer.shape().toString();
    }
}
