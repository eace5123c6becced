package io.github.diffusionelites.device.selftest;

import static io.github.diffusionelites.device.selftest.Check.INDIVIDUALS;
import static io.github.diffusionelites.device.selftest.Check.SEARCHES;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import java.util.List;

/** Checks of rewards. */
final class ScoringChecks {

    private static final int CHANNELS = 2;
    private static final int LENGTH = 4;
    private static final int WIDTH = CHANNELS * LENGTH;

    /** As the built-in linear term. */
    private static final DeviceCode LINEAR = new DeviceCode.Source("the self-test", """
        __device__ float reward(const float* x, int channels, int length, const float* parameters) {
            float sum = 0;
            for (int i = 0; i < channels * length; ++i) {
                sum += parameters[1 + i] * x[i];
            }
            return parameters[0] * sum;
        }
        """);

    private ScoringChecks() {}

    static List<Check> all() {
        return List.of(
                Check.of(
                        Operation.Score.class,
                        "",
                        1e-5,
                        bench -> score(
                                bench,
                                List.of(
                                        new RewardTerm(RewardTerm.Kind.GOAL_DISTANCE, 0, 3),
                                        new RewardTerm(RewardTerm.Kind.QUADRATIC, 3, 1 + WIDTH),
                                        new RewardTerm(RewardTerm.Kind.LINEAR, 2, 1 + WIDTH),
                                        new RewardTerm(RewardTerm.Kind.OBSTACLES, 4, 7),
                                        new RewardTerm(RewardTerm.Kind.PATH_LENGTH, 1, 1)))),
                Check.of(Operation.ScoreOnHost.class, "", 1e-5, ScoringChecks::scoreOnHost),
                Check.of(Operation.ScoreByCode.class, "", 1e-5, ScoringChecks::scoreByCode));
    }

    private static void score(Bench bench, List<RewardTerm> terms) {
        bench.recorder()
                .score(
                        bench.population(WIDTH),
                        CHANNELS,
                        LENGTH,
                        terms,
                        bench.numbers(SEARCHES, 3 + 1 + WIDTH),
                        bench.output(SEARCHES, INDIVIDUALS));
    }

    private static void scoreOnHost(Bench bench) {
        Rows.Stored samples = bench.population(WIDTH);
        bench.recorder().scoreOnHost(samples, bench.output(SEARCHES, INDIVIDUALS), batch -> {
            float[] sample = new float[WIDTH];
            for (int i = 0; i < batch.size(); i++) {
                batch.sample(i, sample);
                batch.reward(i, sample[0] - 2 * sample[WIDTH - 1]);
            }
        });
    }

    private static void scoreByCode(Bench bench) {
        Rows.Stored samples = bench.population(WIDTH);
        Buffer parameters = bench.numbers(SEARCHES, 1 + WIDTH);
        Buffer rewards = bench.output(SEARCHES, INDIVIDUALS);
        if (bench.substitutes()) {
            RewardTerm linear = new RewardTerm(RewardTerm.Kind.LINEAR, 0, 1 + WIDTH);
            bench.recorder().score(samples, CHANNELS, LENGTH, List.of(linear), parameters, rewards);
        } else {
            bench.recorder().scoreByCode(samples, CHANNELS, LENGTH, LINEAR, parameters, rewards);
        }
    }
}
