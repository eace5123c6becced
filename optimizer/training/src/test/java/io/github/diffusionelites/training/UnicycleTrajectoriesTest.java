package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UnicycleTrajectoriesTest {

    private static final int COUNT = 20_000;

    private final float[] paths = UnicycleTrajectories.draw(COUNT, new SplittableRandom(TinyTraining.SEED));

    private double x(int path, int step) {
        return step < 0 ? 0 : paths[path * UnicycleTrajectories.SAMPLE_SIZE + step];
    }

    private double y(int path, int step) {
        return step < 0 ? 0 : paths[path * UnicycleTrajectories.SAMPLE_SIZE + UnicycleTrajectories.STEPS + step];
    }

    private double stepLength(int path, int step) {
        return Math.hypot(x(path, step) - x(path, step - 1), y(path, step) - y(path, step - 1));
    }

    private double heading(int path, int step) {
        return Math.atan2(y(path, step) - y(path, step - 1), x(path, step) - x(path, step - 1));
    }

    @Test
    void shouldStartAtTheOriginWithHeadingAndSpeedInTheirRanges() {
        double leastSpeed = Double.MAX_VALUE;
        double largestSpeed = 0;
        double largestHeading = 0;
        for (int path = 0; path < COUNT; path++) {
            double speed = stepLength(path, 0) / UnicycleTrajectories.STEP_TIME;
            leastSpeed = Math.min(leastSpeed, speed);
            largestSpeed = Math.max(largestSpeed, speed);
            largestHeading = Math.max(largestHeading, Math.abs(heading(path, 0)));
        }

        assertThat(leastSpeed).as("seed %d", TinyTraining.SEED).isCloseTo(0.3, within(1e-3));
        assertThat(largestSpeed).as("seed %d", TinyTraining.SEED).isCloseTo(0.7, within(1e-3));
        assertThat(largestHeading).as("seed %d", TinyTraining.SEED).isCloseTo(Math.PI / 8, within(1e-3));
    }

    @Test
    void shouldKeepStepLengthAndTurningAngleAlongAPath() {
        for (int path = 0; path < 1000; path++) {
            double turn = turn(path, 1);
            for (int step = 1; step < UnicycleTrajectories.STEPS; step++) {
                assertThat(stepLength(path, step)).isCloseTo(stepLength(path, 0), within(1e-6));
                assertThat(turn(path, step)).isCloseTo(turn, within(1e-4));
            }
        }
    }

    private double turn(int path, int step) {
        return Math.IEEEremainder(heading(path, step) - heading(path, step - 1), 2 * Math.PI);
    }

    @Test
    void shouldDrawCurvaturesAroundZeroWithDeviationTwo() {
        double sum = 0;
        double squares = 0;
        for (int path = 0; path < COUNT; path++) {
            double curvature = turn(path, 1) / stepLength(path, 0);
            sum += curvature;
            squares += curvature * curvature;
        }

        assertThat(sum / COUNT).as("seed %d", TinyTraining.SEED).isCloseTo(0, within(0.06));
        assertThat(Math.sqrt(squares / COUNT)).as("seed %d", TinyTraining.SEED).isCloseTo(2, within(0.05));
    }

    @Test
    void shouldDriveStraightWithoutCurvature() {
        float[] path = new float[UnicycleTrajectories.SAMPLE_SIZE];
        UnicycleTrajectories.drive(0, 0.5, 0, path, 0);

        assertThat(path[31]).isEqualTo(0.5f);
        assertThat(path[0]).isEqualTo(0.5f / 32);
        assertThat(path[63]).isZero();
    }

    @Test
    void shouldRepeatForASeedAndDifferForAnother() {
        assertThat(UnicycleTrajectories.draw(COUNT, new SplittableRandom(TinyTraining.SEED)))
                .isEqualTo(paths);
        assertThat(UnicycleTrajectories.draw(COUNT, new SplittableRandom(TinyTraining.SEED + 1)))
                .isNotEqualTo(paths);
    }
}
