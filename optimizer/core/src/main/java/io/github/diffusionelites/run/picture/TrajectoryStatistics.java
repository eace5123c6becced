package io.github.diffusionelites.run.picture;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How smooth paths are. A path of constant speed and curvature has step-length spread 0 and turn change 0.
 *
 * @param spread standard deviation over mean of the step lengths of a path, at the 50th, 90th and 99th percentile
 * @param turnChange largest change between successive turning angles of a path, in radians, at the same percentiles
 */
public record TrajectoryStatistics(double[] spread, double[] turnChange) {

    private static final double[] PERCENTILES = {0.5, 0.9, 0.99};

    /** Measures paths, at least one. */
    public static TrajectoryStatistics of(Trajectories paths) {
        return new TrajectoryStatistics(
                percentiles(paths.count(), i -> spread(paths, i)),
                percentiles(paths.count(), i -> turnChange(paths, i)));
    }

    /** Returns the median of the step-length spread. */
    public double medianSpread() {
        return spread[0];
    }

    /** Returns the step-length spread of path {@code i}; NaN if the path does not move. */
    public static double spread(Trajectories paths, int i) {
        int steps = paths.length() - 1;
        double[] lengths = IntStream.range(0, steps)
                .mapToDouble(l -> Math.hypot(paths.x(i, l + 1) - paths.x(i, l), paths.y(i, l + 1) - paths.y(i, l)))
                .toArray();
        double mean = Arrays.stream(lengths).sum() / steps;
        double squares = Arrays.stream(lengths)
                .map(length -> (length - mean) * (length - mean))
                .sum();
        return Math.sqrt(squares / steps) / mean;
    }

    private static double turnChange(Trajectories paths, int i) {
        double largest = 0;
        double former = Double.NaN;
        for (int l = 0; l + 2 < paths.length(); l++) {
            double turn = turn(paths, i, l);
            if (Math.abs(turn - former) > largest) {
                largest = Math.abs(turn - former);
            }
            former = turn;
        }
        return largest;
    }

    private static double turn(Trajectories paths, int i, int l) {
        double firstX = paths.x(i, l + 1) - paths.x(i, l);
        double firstY = paths.y(i, l + 1) - paths.y(i, l);
        double nextX = paths.x(i, l + 2) - paths.x(i, l + 1);
        double nextY = paths.y(i, l + 2) - paths.y(i, l + 1);
        return Math.atan2(firstX * nextY - firstY * nextX, firstX * nextX + firstY * nextY);
    }

    private static double[] percentiles(int count, IntToDoubleFunction measure) {
        double[] sorted =
                IntStream.range(0, count).mapToDouble(measure).sorted().toArray();
        return Arrays.stream(PERCENTILES).map(p -> Quantile.ofSorted(sorted, p)).toArray();
    }
}
