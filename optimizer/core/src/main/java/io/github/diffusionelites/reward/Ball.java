package io.github.diffusionelites.reward;

import java.util.Arrays;
import java.util.List;

/**
 * A ball to keep out of.
 *
 * @param centre one finite coordinate a channel
 * @param radius above 0 and finite
 */
public record Ball(List<Double> centre, double radius) {

    /** Checks the ranges. */
    public Ball {
        centre = List.copyOf(centre);
        if (centre.isEmpty()
                || !centre.stream().allMatch(Double::isFinite)
                || !(radius > 0 && Double.isFinite(radius))) {
            throw new IllegalArgumentException("A ball needs a finite centre and a finite radius above 0, but has"
                    + " centre " + centre + " and radius " + radius + ".");
        }
    }

    /** Makes a ball with this radius and centre. */
    public static Ball of(double radius, double... centre) {
        return new Ball(Arrays.stream(centre).boxed().toList(), radius);
    }
}
