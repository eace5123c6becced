package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Latents from mixtures of Gaussians. */
public abstract class MixtureConformance extends DeviceConformance {

    private static final double TOLERANCE = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "1,2,2,2",
        "2,3,3,3",
        "3,7,7,31",
        "1,31,8,32",
        "2,33,9,33",
        "1,100,31,5",
        "2,5,33,100",
        "1,3,1023,2"
    })
    void shouldSampleMixtures(int searches, int individuals, int d, int components) {
        twin(searches, individuals, twin -> {
            TwinBuffer weights = twin.floats("weights", searches, components).fillUniform(random(), 0, 3);
            check(twin, weights, d, components);
        });
    }

    @Test
    void shouldNeverChooseAComponentWithoutWeight() {
        float nan = Float.NaN;
        float[] weights = {0, 1, 0, 0, 2, 0, -1, nan, 3, Float.POSITIVE_INFINITY, 0, -0f, 1e-30f, 0, 0, 1e-30f};
        twin(2, 2000, twin -> {
            TwinBuffer given = twin.floats("weights", 2, 8).fill(weights);
            TwinBuffer components = check(twin, given, 2, 8);
            int[] chosen = components.tested().ints();
            assertThat(IntStream.of(chosen).limit(2000)).containsOnly(1, 4);
            assertThat(IntStream.of(chosen).skip(2000)).containsOnly(0);
            long first = IntStream.of(chosen).limit(2000).filter(c -> c == 1).count();
            // A third of 2000, within five standard deviations.
            assertThat(first).isBetween(667L - 106, 667L + 106);
        });
    }

    @Test
    void shouldSayThatThereIsNoComponent() {
        twin(2, 3, twin -> {
            TwinBuffer weights = twin.floats("weights", 2, 2).fill(0, -1, Float.NaN, Float.POSITIVE_INFINITY);
            TwinBuffer components = check(twin, weights, 3, 2);
            assertThat(components.tested().ints()).containsOnly(-1);
        });
    }

    private TwinBuffer check(Twin twin, TwinBuffer weights, int d, int components) {
        int searches = twin.searches();
        TwinBuffer latents = twin.rows("latents", d);
        TwinBuffer means = twin.floats("means", searches, components, d).fillNormal(random(), 0, 5);
        TwinBuffer deviations =
                twin.floats("deviations", searches, components, d).fillUniform(random(), 0, 2);
        TwinBuffer chosen = twin.ints("components", searches, twin.individuals());
        twin.run(
                random().nextLong(),
                13,
                on -> on.recorder()
                        .sampleMixture(
                                on.rows(latents),
                                on.of(weights),
                                on.of(means),
                                on.of(deviations),
                                on.of(twin.searchIds()),
                                on.of(chosen)));
        latents.assertClose(d, TOLERANCE);
        chosen.assertSame();
        return chosen;
    }

    @Test
    void shouldChooseTheSameWhateverTheWeightsAddUpTo() {
        assertThat(choose(0.1f, 0.2f, 0.3f)).isEqualTo(choose(16 * 0.1f, 16 * 0.2f, 16 * 0.3f));
    }

    private int[] choose(float... weights) {
        int m = weights.length;
        try (Buffer latents = device().allocate(ElementType.F32, 1, 500, 1);
                Buffer shares = device().allocate(ElementType.F32, 1, m);
                Buffer means = device().allocate(ElementType.F32, 1, m, 1);
                Buffer deviations = device().allocate(ElementType.F32, 1, m, 1);
                Buffer ids = device().allocate(ElementType.I32, 1);
                Buffer chosen = device().allocate(ElementType.I32, 1, 500)) {
            shares.write(0, weights);
            Recorder recorder = new Recorder(1, 500);
            recorder.sampleMixture(recorder.rows(latents), shares, means, deviations, ids, chosen);
            try (Program program = device().compile(recorder.finish(), PlanOptions.AUTO)) {
                program.run(5, 6);
            }
            return chosen.ints();
        }
    }
}
