package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Selection;

/**
 * The bytes and operations of each kernel at a shape: the formulas of the kernels' README. Counts of elites are read from
 * the device, so that the program must have run.
 */
final class KernelWork {

    private static final int FLOAT = Float.BYTES;
    private static final int ELITES_OF_RUN = 64;
    private static final int EVOLVE_SIDE = 16;

    private final Precision precision;

    /** Counts for programs of a precision. */
    KernelWork(Precision precision) {
        this.precision = precision;
    }

    /**
     * Counts what a launch does.
     *
     * @param split whether the operation has several launches
     */
    Work of(LaunchTimes.Timed timed, boolean split) {
        Operation operation = timed.operation();
        String kernel = timed.kernel();
        double rows = timed.rows();
        return switch (operation) {
            case null -> Work.NONE;
            case Operation.SampleDiagonal sample ->
                drawn(timed, sample.latents().width());
            case Operation.SampleFull sample -> {
                double d = sample.latents().width();
                yield drawn(timed, d)
                        .plus(Work.bytes(FLOAT * elements(sample.factor()) / 2, 0))
                        .scalars(rows * d * (d + 1));
            }
            case Operation.SampleMixture sample ->
                drawn(timed, sample.latents().width()).plus(Work.bytes(0, rows * FLOAT));
            case Operation.SampleEliteMatrix sample -> {
                double d = sample.latents().width();
                double elites = sum(sample.proposal().counts())
                        / searches(sample.proposal().counts());
                yield drawn(timed, d)
                        .plus(Work.bytes(
                                FLOAT * elites * d * searches(sample.proposal().counts()), 0))
                        .scalars(2 * elites * d * rows)
                        .normals(rows * elites, isFast(kernel));
            }
            case Operation.Load load ->
                Work.bytes(
                        rows * FLOAT * load.target().width(),
                        rows * bytes() * load.target().width());
            case Operation.Affine affine -> passed(rows * affine.source().width() * FLOAT);
            case Operation.Rescale rescale -> passed(rows * rescale.source().width() * FLOAT);
            case Operation.Concatenate concatenate ->
                passed(rows * concatenate.target().width() * bytes());
            case Operation.Normalize normalize ->
                passed(rows * normalize.target().width() * bytes());
            case Operation.Convolve convolve ->
                kernel.startsWith("finish") ? finished(convolve, rows) : convolved(convolve, rows, split);
            case Operation.Attend(Features source, Features target, int heads) ->
                Work.bytes(rows * bytes() * source.width(), rows * bytes() * target.width())
                        .products(4 * rows * target.length() * target.width(), isReduced());
            case Operation.AttendLinearly(Features source, Features target, int heads) ->
                Work.bytes(rows * bytes() * source.width(), rows * bytes() * target.width())
                        .products(4 * rows * target.width() * target.channels() / heads, isReduced());
            case Operation.UpdateSampler update -> {
                double width = rows * update.output().width();
                yield Work.bytes(width * (FLOAT + bytes()), width * FLOAT);
            }
            case Operation.Score score -> Work.bytes(rows * score.samples().width() * FLOAT, rows * FLOAT);
            case Operation.ScoreByCode score ->
                Work.bytes(rows * score.samples().width() * FLOAT, rows * FLOAT);
            case Operation.ScoreOnHost ignored -> Work.NONE;
            case Operation.Select select ->
                Work.bytes(rows * FLOAT, writesElites(kernel) ? elites(select.selection()) * FLOAT : 0);
            case Operation.Statistics ignored ->
                kernel.equals("describe_rewards") ? Work.NONE : Work.bytes(rows * FLOAT, 0);
            case Operation.Moments moments -> {
                double numbers = elites(moments.selection()) * moments.rows().width();
                double sums = 2 * Double.BYTES * numbers / ELITES_OF_RUN;
                yield kernel.equals("add_up_moments") ? Work.bytes(numbers * FLOAT, sums) : Work.bytes(sums, 0);
            }
            case Operation.Covariance covariance -> {
                double d = covariance.rows().width();
                double elites = elites(covariance.selection());
                double matrices = FLOAT * elements(covariance.covariance());
                yield kernel.equals("join_covariance")
                        ? Work.bytes(0, matrices)
                        : Work.bytes(elites * d * FLOAT, split ? 0 : matrices).products(elites * d * d, false);
            }
            case Operation.Cholesky cholesky -> factored(cholesky.covariance());
            case Operation.RobustCholesky cholesky -> factored(cholesky.covariance());
            case Operation.Shrink shrink -> passed(FLOAT * elements(shrink.covariance()));
            case Operation.UpdateDiagonal update ->
                Work.bytes(4 * FLOAT * elements(update.mean()), 2 * FLOAT * elements(update.mean()));
            case Operation.UpdateFull update ->
                Work.bytes(3 * FLOAT * elements(update.covariance()), 2 * FLOAT * elements(update.covariance()));
            case Operation.UpdateEliteMatrix update ->
                passed(FLOAT * elites(update.selection()) * update.rows().width());
            case Operation.Evolve evolve -> evolved(kernel, rows, evolve);
            case Operation.RowNorms norms ->
                kernel.equals("measure_rows")
                        ? Work.bytes(rows * norms.rows().width() * FLOAT, rows * Double.BYTES)
                        : Work.bytes(rows * Double.BYTES, 0);
            case Operation.KeepChampion keep ->
                passed(FLOAT * (double) keep.rows().width() * searches(keep.championRewards()));
            case Operation.Gather gather ->
                passed(FLOAT * elites(gather.selection()) * gather.rows().width());
        };
    }

    private Work drawn(LaunchTimes.Timed timed, double width) {
        double numbers = timed.rows() * width;
        return Work.bytes(0, numbers * (FLOAT + (timed.also() == null ? 0 : bytes())))
                .normals(numbers, isFast(timed.kernel()));
    }

    /** Each number of the source makes 2 taps out FLOP a position of the target. */
    private Work convolved(Operation.Convolve convolve, double rows, boolean split) {
        Convolution1d layer = convolve.convolution();
        double weights = (double) layer.kernel() * layer.in() * layer.out();
        Features target = convolve.target();
        double residual = convolve.epilogue().residual() == null || split ? 0 : target.width();
        return Work.bytes(
                        bytes() * (rows * (convolve.source().width() + residual) + weights),
                        rows * target.width() * (split ? FLOAT : bytes()))
                .products(2 * weights * target.length() * rows, isReduced());
    }

    private Work finished(Operation.Convolve convolve, double rows) {
        double width = rows * convolve.target().width();
        double residual = convolve.epilogue().residual() == null ? 0 : bytes();
        return Work.bytes(width * (FLOAT + residual), width * bytes());
    }

    /** 3 N^2 d FLOP a pass over all pairs: one for the sums of weights, one for each 16 elements of the next rows. */
    private static Work evolved(String kernel, double rows, Operation.Evolve evolve) {
        double width = evolve.rows().width();
        double pairs = rows * evolve.rows().buffer().shape().dimension(1);
        return switch (kernel) {
            case "evolve_sums" -> Work.bytes(rows * width * FLOAT, rows * 20).scalars(3 * pairs * width);
            case "evolve_move" ->
                passed(rows * width * FLOAT).scalars(3 * pairs * width * Math.ceil(width / EVOLVE_SIDE));
            case "evolve_weights", "evolve_block_sums" -> Work.bytes(rows * width * FLOAT, 0);
            default -> Work.NONE;
        };
    }

    private static Work factored(Buffer matrices) {
        return Work.bytes(FLOAT * elements(matrices) / 2, FLOAT * elements(matrices));
    }

    /** So many bytes read, and as many written. */
    private static Work passed(double bytes) {
        return Work.bytes(bytes, bytes);
    }

    private static boolean writesElites(String kernel) {
        return kernel.equals("select_elites") || kernel.equals("list_elites");
    }

    private static boolean isFast(String kernel) {
        return kernel.endsWith("_fast");
    }

    private boolean isReduced() {
        return precision == Precision.BFLOAT16;
    }

    /** Of a number of a feature map. */
    private int bytes() {
        return isReduced() ? Short.BYTES : FLOAT;
    }

    private static double elements(Buffer buffer) {
        return buffer.shape().elements();
    }

    private static double searches(Buffer buffer) {
        return buffer.shape().dimension(0);
    }

    private static double sum(Buffer counts) {
        double sum = 0;
        for (int count : counts.ints()) {
            sum += count;
        }
        return sum;
    }

    private static double elites(Selection selection) {
        int[] summaries = selection.summary().ints();
        double sum = 0;
        for (int search = 0; search < summaries.length; search += Selection.SUMMARY) {
            sum += summaries[search + Selection.COUNT];
        }
        return sum;
    }
}
