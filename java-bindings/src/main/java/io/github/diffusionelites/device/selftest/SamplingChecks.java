package io.github.diffusionelites.device.selftest;

import static io.github.diffusionelites.device.selftest.Check.INDIVIDUALS;
import static io.github.diffusionelites.device.selftest.Check.SEARCHES;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import java.util.List;

/** Checks of operations that draw latents. */
final class SamplingChecks {

    private static final int WIDTH = 18;

    private SamplingChecks() {}

    static List<Check> all() {
        return List.of(
                Check.ofSampling(
                        Operation.SampleDiagonal.class,
                        bench -> bench.recorder()
                                .sampleDiagonal(
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, WIDTH)),
                                        bench.numbers(SEARCHES, WIDTH),
                                        bench.positive(SEARCHES, WIDTH),
                                        bench.searchIds())),
                Check.ofSampling(
                        Operation.SampleFull.class,
                        bench -> bench.recorder()
                                .sampleFull(
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, WIDTH)),
                                        bench.numbers(SEARCHES, WIDTH),
                                        bench.factors(WIDTH),
                                        bench.searchIds())),
                Check.ofSampling(
                        Operation.SampleEliteMatrix.class,
                        bench -> bench.recorder()
                                .sampleEliteMatrix(
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, WIDTH)),
                                        eliteMatrix(bench, 5, WIDTH),
                                        bench.searchIds())),
                Check.ofSampling(
                        Operation.SampleMixture.class,
                        bench -> bench.recorder()
                                .sampleMixture(
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, WIDTH)),
                                        bench.positive(SEARCHES, 3),
                                        bench.numbers(SEARCHES, 3, WIDTH),
                                        bench.positive(SEARCHES, 3, WIDTH),
                                        bench.searchIds(),
                                        bench.integerOutput(SEARCHES, INDIVIDUALS))));
    }

    /** A proposal of five and of three elites. */
    static Proposal.EliteMatrix eliteMatrix(Bench bench, int capacity, int width) {
        return new Proposal.EliteMatrix(
                bench.numbers(SEARCHES, width),
                bench.numbers(SEARCHES, capacity, width),
                bench.integers(new int[] {capacity, 3}, SEARCHES),
                bench.positive(SEARCHES),
                bench.numbers(SEARCHES, 3),
                bench.integers(new int[SEARCHES], SEARCHES));
    }
}
