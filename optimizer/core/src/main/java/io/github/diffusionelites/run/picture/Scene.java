package io.github.diffusionelites.run.picture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands still in a picture of paths.
 *
 * @param goal where paths should end, {@code [x, y]}; null for none
 * @param obstacles balls, each {@code [x, y, radius]}
 */
public record Scene(double @Nullable [] goal, List<double[]> obstacles) {

    /** A scene without goal and obstacles. */
    public static final Scene EMPTY = new Scene(null, List.of());
}
