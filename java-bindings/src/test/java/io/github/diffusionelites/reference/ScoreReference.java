package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.RewardTerm;
import java.util.List;

/** Reference of {@link io.github.diffusionelites.device.Operation.Score}. */
public final class ScoreReference {

    private ScoreReference() {}

    /**
     * Returns the reward of a sample: the sum of its terms.
     *
     * @param sample [channels, length]
     * @param parameters of the sample's search, [P]
     */
    public static double apply(double[] sample, int channels, int length, List<RewardTerm> terms, float[] parameters) {
        double sum = 0;
        for (RewardTerm term : terms) {
            sum += parameters[term.offset()] * value(term, sample, channels, length, parameters);
        }
        return sum;
    }

    /** Returns a term before it is weighted. */
    private static double value(RewardTerm term, double[] x, int channels, int length, float[] parameters) {
        int first = term.offset() + 1;
        return switch (term.kind()) {
            case GOAL_DISTANCE -> distance(x, channels, length, length - 1, parameters, first);
            case QUADRATIC -> quadratic(x, parameters, first);
            case LINEAR -> linear(x, parameters, first);
            case OBSTACLES -> obstacles(x, channels, length, parameters, first, (term.size() - 1) / (channels + 1));
            case PATH_LENGTH -> pathLength(x, channels, length);
        };
    }

    private static double quadratic(double[] x, float[] parameters, int centre) {
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += (x[e] - parameters[centre + e]) * (x[e] - parameters[centre + e]);
        }
        return sum;
    }

    private static double linear(double[] x, float[] parameters, int slope) {
        double sum = 0;
        for (int e = 0; e < x.length; e++) {
            sum += parameters[slope + e] * x[e];
        }
        return sum;
    }

    private static double obstacles(double[] x, int channels, int length, float[] parameters, int first, int count) {
        double sum = 0;
        for (int obstacle = 0; obstacle < count; obstacle++) {
            int centre = first + obstacle * (channels + 1);
            double radius = parameters[centre + channels];
            for (int position = 0; position < length; position++) {
                sum += Math.max(0, radius - distance(x, channels, length, position, parameters, centre));
            }
        }
        return sum;
    }

    private static double pathLength(double[] x, int channels, int length) {
        double sum = 0;
        for (int position = 0; position + 1 < length; position++) {
            double squares = 0;
            for (int c = 0; c < channels; c++) {
                double step = x[c * length + position + 1] - x[c * length + position];
                squares += step * step;
            }
            sum += Math.sqrt(squares);
        }
        return sum;
    }

    private static double distance(double[] x, int channels, int length, int position, float[] parameters, int point) {
        double squares = 0;
        for (int c = 0; c < channels; c++) {
            double difference = x[c * length + position] - parameters[point + c];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
