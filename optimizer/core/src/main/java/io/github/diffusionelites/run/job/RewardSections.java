package io.github.diffusionelites.run.job;

import io.github.diffusionelites.reward.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the summands of a reward. */
final class RewardSections {

    private static final String BALLS = "a list of balls, each [coordinates..., radius], with equally many coordinates";
    private static final List<String> TERMS =
            List.of("goal_distance", "quadratic", "linear", "obstacles", "path_length");

    /** Returns the summand of a table, or nothing, and a problem, if it is none. */
    Optional<RewardPart> read(Section section) {
        String term = section.word("term", TERMS, null);
        if (term == null) {
            return Optional.empty();
        }
        double weight = section.number("weight", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1.0);
        RewardPart part = switch (term) {
            case "goal_distance" -> new RewardPart.GoalDistance(weight, section.numbers("goal"));
            case "quadratic" -> new RewardPart.Quadratic(weight, section.numbers("centre"));
            case "linear" -> new RewardPart.Linear(weight, section.numbers("slope"));
            case "obstacles" -> new RewardPart.Obstacles(weight, balls(section));
            default -> new RewardPart.PathLength(weight);
        };
        section.finish();
        return Optional.of(part);
    }

    private static List<Ball> balls(Section section) {
        List<Ball> balls = new ArrayList<>();
        for (List<Double> numbers : section.numberLists("balls", BALLS)) {
            double radius = numbers.getLast();
            if (numbers.size() < 2) {
                section.refuse("balls", numbers, BALLS);
                return List.of();
            }
            if (!(radius > 0)) {
                section.refuse("balls", numbers, "made of balls whose last number, the radius, is above 0");
                return List.of();
            }
            balls.add(new Ball(numbers.subList(0, numbers.size() - 1), radius));
        }
        return balls;
    }
}
