package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole network: a row's result depends neither on its place nor on its neighbours. */
public abstract class NetworkConformance extends DeviceConformance {

    private static final int ROWS = 37;
    private static final int WIDTH = SmallNetwork.WIDTH;

    @Test
    void shouldAgreeWithTheReference() {
        SmallNetwork network = new SmallNetwork(new Random(SEED));
        twin(3, 11, twin -> {
            TwinBuffer state = twin.rows("state", WIDTH).fillNormal(random(), 0, 1);
            TwinBuffer result = twin.rows("result", WIDTH);
            twin.run(5, 6, on -> {
                Rows last = network.denoise(on.recorder(), on.rows(state), on.identity());
                on.copy(last, on.rows(result));
            });
            result.assertClose(WIDTH, tolerance());
        });
    }

    /** Largest difference after two steps, relative to the largest magnitude of a row. */
    protected double tolerance() {
        return 1e-4;
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldPermuteResultsWithTheRows(Precision precision) {
        float[] states = normals(ROWS * WIDTH, 1);
        int[] who = IntStream.range(0, ROWS).toArray();
        float[] straight = denoise(states, who, precision);
        List<Integer> order = IntStream.range(0, ROWS).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random());
        float[] shuffled = new float[states.length];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(states, order.get(row) * WIDTH, shuffled, row * WIDTH, WIDTH);
        }
        int[] identities = order.stream().mapToInt(Integer::intValue).toArray();
        float[] permuted = denoise(shuffled, identities, precision);
        for (int row = 0; row < ROWS; row++) {
            assertThat(row(permuted, row)).as("row %d", row).isEqualTo(row(straight, order.get(row)));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldKeepABrokenRowToItself(Precision precision) {
        float[] states = normals(ROWS * WIDTH, 1);
        int[] who = IntStream.range(0, ROWS).toArray();
        float[] sound = denoise(states, who, precision);
        for (int broken : new int[] {0, 7, 8, 20, ROWS - 1}) {
            float[] damaged = states.clone();
            Arrays.fill(damaged, broken * WIDTH, (broken + 1) * WIDTH, Float.NaN);
            float[] results = denoise(damaged, who, precision);
            for (int row = 0; row < ROWS; row++) {
                if (row == broken) {
                    assertThat(row(results, row)).containsOnly(Float.NaN);
                } else {
                    assertThat(row(results, row))
                            .as("row %d beside %d", row, broken)
                            .isEqualTo(row(sound, row));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void shouldNotDependOnTheNumberOfRows(Precision precision) {
        float[] states = normals(ROWS * WIDTH, 1);
        int[] who = IntStream.range(0, ROWS).toArray();
        float[] all = denoise(states, who, precision);
        for (int rows : new int[] {1, 2, 8, 9, 17}) {
            float[] some = denoise(Arrays.copyOf(states, rows * WIDTH), Arrays.copyOf(who, rows), precision);
            assertThat(some).isEqualTo(Arrays.copyOf(all, rows * WIDTH));
        }
    }

    private static float[] row(float[] rows, int row) {
        return Arrays.copyOfRange(rows, row * WIDTH, (row + 1) * WIDTH);
    }

    /** Runs the network on rows whose noise is that of the given individuals. */
    private float[] denoise(float[] states, int[] who, Precision precision) {
        int rows = who.length;
        SmallNetwork network = new SmallNetwork(new Random(SEED));
        try (Buffer state = device().allocate(ElementType.F32, 1, rows, WIDTH);
                Buffer result = device().allocate(ElementType.F32, 1, rows, WIDTH);
                Buffer ids = device().allocate(ElementType.I32, 1);
                Buffer individuals = device().allocate(ElementType.I32, 1, rows)) {
            state.write(0, states);
            individuals.write(0, who);
            Recorder recorder = new Recorder(1, rows);
            Rows.Scratch last =
                    network.denoise(recorder, recorder.rows(state), new NoiseIdentity(ids, individuals, null));
            recorder.affine(last, recorder.rows(result), Constant.of(new float[] {1}, 1), Constant.of(new float[1], 1));
            try (Program program = device().compile(recorder.finish(), PlanOptions.AUTO.withPrecision(precision))) {
                program.run(12345, 6);
            }
            return result.floats();
        }
    }
}
