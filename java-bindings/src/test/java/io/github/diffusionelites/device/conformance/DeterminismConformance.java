package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same job, same bits: whatever the chunks, the lanes and the companions. */
public abstract class DeterminismConformance extends DeviceConformance {

    private static final List<Precision> PRECISIONS = List.of(Precision.FLOAT32, Precision.BFLOAT16);
    private static final int SEARCHES = 3;
    private static final int INDIVIDUALS = 29;
    private static final int GENERATIONS = 2;
    /** Rows of a chunk: one, some, all, what the device likes, more than there are. */
    private static final int[] CHUNKS = {1, 5, 16, 64, SEARCHES * INDIVIDUALS, 0, 5000};

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldGiveTheSameBitsForEveryPlan(Precision precision) {
        Map<String, int[]> usual = generations(SEARCHES, PlanOptions.AUTO.withPrecision(precision));
        Set<Plan> plans = new HashSet<>();
        for (int lanes : new int[] {1, 2}) {
            for (int chunkRows : CHUNKS) {
                PlanOptions options = new PlanOptions(chunkRows, lanes, precision);
                try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                        Program program = generation.compile(null, options)) {
                    // Wishes that lead to one plan lead to one program.
                    if (plans.add(program.plan())) {
                        run(program);
                        assertSameBits(options, generation.bits(), usual);
                    }
                }
            }
        }
        assertThat(plans).hasSizeGreaterThan(1);
    }

    @Test
    void shouldGiveTheSameBitsAgain() {
        Map<String, int[]> usual = generations(SEARCHES, PlanOptions.AUTO);
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(null, PlanOptions.AUTO)) {
            for (int repetition = 0; repetition < 5; repetition++) {
                generation.reset();
                run(program);
                assertSameBits(PlanOptions.AUTO, generation.bits(), usual);
            }
        }
    }

    @Test
    void shouldNotLetSearchesInfluenceEachOther() {
        for (Precision precision : PRECISIONS) {
            PlanOptions options = PlanOptions.AUTO.withPrecision(precision);
            Map<String, int[]> all = generations(SEARCHES, options);
            generations(SEARCHES - 1, options)
                    .forEach((name, bits) ->
                            assertThat(bits).as(name).isEqualTo(Arrays.copyOf(all.get(name), bits.length)));
        }
    }

    @Test
    void shouldDrawOtherNumbersForAnotherSeedAndGeneration() {
        try (Generation generation = new Generation(device(), 1, 5);
                Program program = generation.compile(null, PlanOptions.AUTO)) {
            program.run(1, 0);
            float[] first = generation.buffer("latents").floats();
            generation.reset();
            program.run(2, 0);
            assertThat(generation.buffer("latents").floats()).isNotEqualTo(first);
            generation.reset();
            program.run(1, 1);
            assertThat(generation.buffer("latents").floats()).isNotEqualTo(first);
            generation.reset();
            program.run(1, 0);
            assertThat(generation.buffer("latents").floats()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 64, 0})
    void shouldPlanWhatItWasAsked(int chunkRows) {
        try (Generation generation = new Generation(device(), SEARCHES, INDIVIDUALS);
                Program program = generation.compile(null, new PlanOptions(chunkRows, 1))) {
            Plan plan = program.plan();
            assertThat(plan.rows()).isEqualTo(SEARCHES * INDIVIDUALS);
            assertThat(plan.chunkRows()).isGreaterThanOrEqualTo(Math.max(1, chunkRows));
            assertThat(plan.lanes()).isEqualTo(1);
            assertThat(plan.workspaceBytes()).isPositive();
            assertThat(plan.operations()).isPositive();
            StageTimes times = program.run(1, 1);
            assertThat(times.individuals()).isPositive();
            assertThat(times.population()).isPositive();
            assertThat(times.hostReward()).isZero();
        }
    }

    @Test
    void shouldNotTakeMoreLanesThanTheDeviceHas() {
        try (Generation generation = new Generation(device(), 1, 5);
                Program program = generation.compile(null, new PlanOptions(1, 1000))) {
            assertThat(program.plan().lanes()).isBetween(1, device().info().lanes());
            program.run(1, 1);
        }
    }

    private Map<String, int[]> generations(int searches, PlanOptions options) {
        try (Generation generation = new Generation(device(), searches, INDIVIDUALS);
                Program program = generation.compile(null, options)) {
            run(program);
            return generation.bits();
        }
    }

    private static void run(Program program) {
        for (int generation = 0; generation < GENERATIONS; generation++) {
            program.run(SEED, generation);
        }
    }

    private static void assertSameBits(PlanOptions options, Map<String, int[]> actual, Map<String, int[]> expected) {
        expected.forEach((name, bits) ->
                assertThat(actual.get(name)).as("%s under %s", name, options).isEqualTo(bits));
    }
}
