package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Statistic;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes that share the blocks of a large search leave the bits that one lane leaves. */
class CpuLanesTest {

    /** Fewer than some numbers of lanes, so that lanes share a search there. */
    private static final int SEARCHES = 2;

    private static final int INDIVIDUALS = 300_001;

    private final String before = System.getProperty(CpuProvider.LANES_PROPERTY, "");

    @AfterEach
    void restoreProperty() {
        System.setProperty(CpuProvider.LANES_PROPERTY, before);
    }

    private record Result(int[] summary, int[] elites, float[] statistics) {}

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldSelectAndDescribeAsOneLaneDoes(int lanes) {
        float[] rewards = rewards();
        Result alone = run(1, rewards);
        Result shared = run(lanes, rewards);
        assertThat(shared.summary()).isEqualTo(alone.summary());
        assertThat(shared.elites()).isEqualTo(alone.elites());
        assertThat(shared.statistics()).isEqualTo(alone.statistics()).doesNotContain(Float.NaN);
    }

    private static float[] rewards() {
        Random random = new Random(3);
        float[] rewards = new float[SEARCHES * INDIVIDUALS];
        for (int i = 0; i < rewards.length; i++) {
            boolean tied = i >= INDIVIDUALS && random.nextInt(10) > 0;
            rewards[i] = random.nextInt(50) == 0 ? Float.NaN : tied ? 1 : (float) random.nextGaussian();
        }
        return rewards;
    }

    private static Result run(int lanes, float[] values) {
        System.setProperty(CpuProvider.LANES_PROPERTY, Integer.toString(lanes));
        try (Device device = new CpuProvider().open(0);
                Buffer rewards = device.allocate(ElementType.F32, SEARCHES, INDIVIDUALS);
                Buffer settings = device.allocate(ElementType.I32, SEARCHES, 4);
                Buffer statistics = device.allocate(ElementType.F32, SEARCHES, Statistic.values().length);
                Selection selection = Selection.allocate(device, SEARCHES, INDIVIDUALS)) {
            rewards.write(0, values);
            settings.write(0, new int[] {INDIVIDUALS, 30_000, 1, 0, 250_000, 1000, -1, 1});
            Recorder recorder = new Recorder(SEARCHES, INDIVIDUALS);
            recorder.select(rewards, settings, selection);
            recorder.statistics(rewards, settings, selection, statistics);
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                program.run(1, 1);
            }
            return new Result(selection.summary().ints(), selection.elites().ints(), statistics.floats());
        }
    }
}
