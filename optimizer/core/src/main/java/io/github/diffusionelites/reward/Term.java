package io.github.diffusionelites.reward;

import io.github.diffusionelites.device.RewardTerm;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * A summand of a built-in reward, with its parameters: the weight first. The weight carries the sign: a distance that
 * should be small has a positive weight in a search that minimises and a negative one in a search that maximises.
 */
public final class Term {

    private final RewardTerm.Kind kind;
    private final float[] parameters;

    private Term(RewardTerm.Kind kind, double weight, double... others) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.parameters = new float[1 + others.length];
        parameters[0] = (float) weight;
        for (int i = 0; i < others.length; i++) {
            parameters[i + 1] = (float) others[i];
        }
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                throw new IllegalArgumentException("The parameters of the reward term " + kind
                        + " must be finite as 32-bit floats, but are " + Arrays.toString(parameters) + ".");
            }
        }
    }

    /**
     * The distance of the last position from a goal.
     *
     * @param goal one coordinate a channel
     */
    public static Term goalDistance(double weight, double... goal) {
        return new Term(RewardTerm.Kind.GOAL_DISTANCE, weight, goal);
    }

    /**
     * The squared distance of the whole sample from a centre.
     *
     * @param centre [channels, length], row-major
     */
    public static Term quadratic(double weight, double... centre) {
        return new Term(RewardTerm.Kind.QUADRATIC, weight, centre);
    }

    /**
     * The inner product of the whole sample with a slope.
     *
     * @param slope [channels, length], row-major
     */
    public static Term linear(double weight, double... slope) {
        return new Term(RewardTerm.Kind.LINEAR, weight, slope);
    }

    /** The depth of all positions inside of balls, summed up. */
    public static Term obstacles(double weight, Ball... balls) {
        double[] numbers = Arrays.stream(balls)
                .flatMapToDouble(ball -> DoubleStream.concat(
                        ball.centre().stream().mapToDouble(Double::doubleValue), DoubleStream.of(ball.radius())))
                .toArray();
        return new Term(RewardTerm.Kind.OBSTACLES, weight, numbers);
    }

    /** The length of the path through all positions. */
    public static Term pathLength(double weight) {
        return new Term(RewardTerm.Kind.PATH_LENGTH, weight);
    }

    /** Returns the function. */
    public RewardTerm.Kind kind() {
        return kind;
    }

    /** Returns a copy of the parameters, the weight first. */
    public float[] parameters() {
        return parameters.clone();
    }
}
