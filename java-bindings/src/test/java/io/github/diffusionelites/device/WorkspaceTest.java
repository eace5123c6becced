package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.reference.ReferenceDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of intermediate values: what is alive at the same time must not overlap. */
class WorkspaceTest {

    private static final long SEED = 20250104L;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 30, 100})
    void shouldKeepValuesThatAreAliveApart(int operations) {
        Random random = new Random(SEED + operations);
        for (int repetition = 0; repetition < 50; repetition++) {
            Recording recording = random(random, operations);
            assertApart(recording, Workspace.plan(recording, Precision.FLOAT32));
        }
    }

    @Test
    void shouldReuseTheMemoryOfValuesThatAreNoLongerNeeded() {
        try (Device device = new ReferenceDevice()) {
            Recorder recorder = new Recorder(1, 1);
            Features features = recorder.load(recorder.rows(device.allocate(ElementType.F32, 1, 1, 64)), 8, 8);
            for (int i = 0; i < 20; i++) {
                features = recorder.normalize(features, Norm.NONE);
            }
            assertThat(Workspace.plan(recorder.finish(), Precision.FLOAT32).floatsPerRow())
                    .isEqualTo(2 * 64);
        }
    }

    @Test
    void shouldNeedNothingForNothing() {
        assertThat(Workspace.plan(new Recorder(1, 1).finish(), Precision.FLOAT32)
                        .floatsPerRow())
                .isZero();
    }

    /** Walks through the operations with the set of values that are between their first and their last mention. */
    private static void assertApart(Recording recording, Workspace workspace) {
        List<Operation.Individual> operations = recording.individualPart();
        assertThat(workspace.floatsPerRow() % 16).isZero();
        for (int now = 0; now < operations.size(); now++) {
            Set<Integer> before = mentioned(operations.subList(0, now + 1));
            Set<Integer> alive = mentioned(operations.subList(now, operations.size()));
            alive.retainAll(before);
            boolean[] taken = new boolean[workspace.floatsPerRow()];
            for (int id : alive) {
                int offset = workspace.offsets().get(id);
                assertThat(offset % 16).as("offset of value %d", id).isZero();
                for (int i = offset; i < offset + recording.scratchWidths().get(id); i++) {
                    assertThat(taken[i])
                            .as("float %d of value %d at operation %d, seed %d", i, id, now, SEED)
                            .isFalse();
                    taken[i] = true;
                }
            }
        }
        assertThat(workspace.offsets().keySet()).isEqualTo(mentioned(operations));
    }

    private static Set<Integer> mentioned(List<Operation.Individual> operations) {
        Set<Integer> ids = new HashSet<>();
        operations.forEach(operation -> ids.addAll(operation.scratch()));
        return ids;
    }

    /** Records layers that read any of the values so far, so that some live long and some not at all. */
    private static Recording random(Random random, int operations) {
        try (Device device = new ReferenceDevice()) {
            Recorder recorder = new Recorder(1, 1);
            Map<Integer, Rows.Stored> inputs = new HashMap<>();
            List<Features> values = new ArrayList<>();
            for (int i = 0; i < operations; i++) {
                int channels = 1 + random.nextInt(40);
                Rows.Stored input = inputs.computeIfAbsent(
                        channels, key -> recorder.rows(device.allocate(ElementType.F32, 1, 1, 3L * key)));
                values.add(
                        switch (values.isEmpty() ? 0 : random.nextInt(4)) {
                            case 0 -> recorder.load(input, channels, 3);
                            case 1 -> recorder.normalize(any(random, values), Norm.NONE);
                            case 2 -> recorder.concatenate(any(random, values), any(random, values));
                            default -> pointwise(recorder, any(random, values), channels);
                        });
            }
            return recorder.finish();
        }
    }

    private static Features any(Random random, List<Features> values) {
        // Mostly recent values, as in a network, with some long connections.
        int reach = random.nextInt(4) == 0 ? values.size() : Math.min(3, values.size());
        return values.get(values.size() - 1 - random.nextInt(reach));
    }

    private static Features pointwise(Recorder recorder, Features source, int out) {
        Constant weight = Constant.of(new float[out * source.channels()], out, source.channels(), 1);
        return recorder.convolve(source, new Convolution1d(weight, null, 1, 0, false), Epilogue.NONE);
    }
}
