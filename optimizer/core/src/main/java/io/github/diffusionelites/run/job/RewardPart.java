package io.github.diffusionelites.run.job;

import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import java.util.List;

/** A summand of a job's reward. */
public sealed interface RewardPart {

    /** Returns the factor of this summand. */
    double weight();

    /** Returns what the device computes. */
    Term term();

    /** Returns the name of this summand in job files. */
    String name();

    /** Says what does not fit samples of a shape; empty if all fits. */
    String misfit(int channels, int length);

    /** Returns the sum of the parts, at least one. */
    static Reward.BuiltIn sum(List<RewardPart> parts) {
        return Reward.of(parts.stream().map(RewardPart::term).toArray(Term[]::new));
    }

    /**
     * The distance of the last position from a goal.
     *
     * @param weight what the term is multiplied by, finite
     * @param goal one coordinate a channel
     */
    record GoalDistance(double weight, List<Double> goal) implements RewardPart {

        @Override
        public Term term() {
            return Term.goalDistance(weight, array(goal));
        }

        @Override
        public String name() {
            return "goal_distance";
        }

        @Override
        public String misfit(int channels, int length) {
            return goal.size() == channels ? "" : counts("goal", goal.size(), channels, "one for each channel");
        }
    }

    /**
     * The squared distance of the whole sample from a centre.
     *
     * @param weight what the term is multiplied by, finite
     * @param centre row-major [channels, length]
     */
    record Quadratic(double weight, List<Double> centre) implements RewardPart {

        @Override
        public Term term() {
            return Term.quadratic(weight, array(centre));
        }

        @Override
        public String name() {
            return "quadratic";
        }

        @Override
        public String misfit(int channels, int length) {
            return centre.size() == channels * length
                    ? ""
                    : counts("centre", centre.size(), channels * length, "one for each channel and position");
        }
    }

    /**
     * The inner product of the whole sample with a slope.
     *
     * @param weight what the term is multiplied by, finite
     * @param slope row-major [channels, length]
     */
    record Linear(double weight, List<Double> slope) implements RewardPart {

        @Override
        public Term term() {
            return Term.linear(weight, array(slope));
        }

        @Override
        public String name() {
            return "linear";
        }

        @Override
        public String misfit(int channels, int length) {
            return slope.size() == channels * length
                    ? ""
                    : counts("slope", slope.size(), channels * length, "one for each channel and position");
        }
    }

    /**
     * The depth of all positions inside of balls, summed up.
     *
     * @param weight what the term is multiplied by, finite
     * @param balls at least one, all of the same number of coordinates
     */
    record Obstacles(double weight, List<Ball> balls) implements RewardPart {

        @Override
        public Term term() {
            return Term.obstacles(weight, balls.toArray(Ball[]::new));
        }

        @Override
        public String name() {
            return "obstacles";
        }

        @Override
        public String misfit(int channels, int length) {
            int size = balls.getFirst().centre().size();
            return size == channels
                    ? ""
                    : counts("balls", size + 1, channels + 1, "a coordinate for each channel and the radius");
        }
    }

    /**
     * The length of the path through all positions.
     *
     * @param weight what the term is multiplied by, finite
     */
    record PathLength(double weight) implements RewardPart {

        @Override
        public Term term() {
            return Term.pathLength(weight);
        }

        @Override
        public String name() {
            return "path_length";
        }

        @Override
        public String misfit(int channels, int length) {
            return "";
        }
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String counts(String key, int found, int wanted, String which) {
        return "the key \"" + key + "\" has " + found + " numbers, but needs " + wanted + ", " + which;
    }
}
