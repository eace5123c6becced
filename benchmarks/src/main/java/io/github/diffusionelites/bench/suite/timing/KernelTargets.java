package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Operation;

/**
 * What is wanted of an operation on an H200: 0.6 of what is held to be realistic there, so that a time may be 1 / 0.6
 * times the realistic one; of drawing latents without products 85 % of the floor.
 */
final class KernelTargets {

    private static final double SHARE = 0.6;
    private static final double DRAWING = 0.85;
    /** Of dense products of bfloat16, and of float32 by three TF32 products for one, measured with large matrices. */
    private static final double BFLOAT16_FLOPS = 790e12;

    private static final double FLOAT32_FLOPS = 402e12 / 3;

    private static final double MICROSECOND = 1e-6;
    private static final int MANY = 1_000_000;
    private static final int LARGE = 65_536;
    private static final int WIDE = 1024;
    private static final int WIDEST = 4096;

    private KernelTargets() {}

    /**
     * Returns the seconds that all launches of an operation may take; 0 where nothing is asked for.
     *
     * @param workload such as {@code W2}
     * @param rows of the launches
     * @param work of all of them
     * @param floor of all of them, seconds
     */
    static double seconds(String workload, Operation operation, long rows, Work work, double floor) {
        return switch (operation) {
            case Operation.SampleDiagonal ignored -> floor / DRAWING;
            case Operation.SampleMixture ignored -> floor / DRAWING;
            case Operation.SampleFull sample ->
                sample.latents().width() == WIDE ? realistic(250 * (double) rows / LARGE) : 0;
            case Operation.SampleEliteMatrix sample ->
                sample.latents().width() == WIDEST ? realistic(5086 * (double) rows / LARGE) : 0;
            case Operation.Convolve ignored -> {
                double products = work.bfloat16Flops() / BFLOAT16_FLOPS + work.float32Flops() / FLOAT32_FLOPS;
                // Narrow layers are bound by memory.
                yield Math.max(products / realisticShare(workload), floor) / SHARE;
            }
            case Operation.Select select -> realistic(select.rewards().shape().dimension(1) >= MANY ? 13.5 : 7);
            case Operation.Moments moments -> rows == MANY && moments.rows().width() == WIDE ? realistic(80) : 0;
            case Operation.Covariance covariance ->
                rows == LARGE && covariance.rows().width() == WIDE ? realistic(55) : 0;
            case Operation.Cholesky cholesky ->
                side(cholesky.covariance().shape().dimension(1));
            case Operation.RobustCholesky cholesky ->
                side(cholesky.covariance().shape().dimension(1));
            case Operation.Evolve evolve -> evolution(rows, evolve.rows().width());
            default -> 0;
        };
    }

    private static double side(long width) {
        return width == WIDE ? realistic(300) : 0;
    }

    private static double evolution(long rows, int width) {
        if (rows == LARGE && width == 64) {
            return realistic(2400);
        }
        return rows == 16_384 && width == 2 ? realistic(115) : 0;
    }

    private static double realistic(double microseconds) {
        return microseconds * MICROSECOND / SHARE;
    }

    /** The middle of the realistic part of the ceiling that denoising reaches. */
    private static double realisticShare(String workload) {
        return switch (workload) {
            case "W1" -> 0.30;
            case "W3" -> 0.525;
            case "W4" -> 0.625;
            case "W5" -> 0.55;
            default -> 0.475;
        };
    }
}
