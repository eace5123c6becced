package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Selection.Status;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.device.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Selections that a host wrote: what is out of range leads nowhere outside of the population. */
public abstract class WrittenSelectionConformance extends DeviceConformance {

    private static final int INDIVIDUALS = 12;
    private static final int WIDTH = 5;
    private static final int CAPACITY = 9;

    @ParameterizedTest
    @CsvSource({
        // written: count, best, two elites; and the nearest that is in range
        "2147483647,2147483647,2147483647,-2147483648, 12,11,11,0",
        "-2147483648,-2147483648,3,4, 0,-1,3,4",
        "13,12,12,-1, 12,11,11,0",
        "-1,-2,0,0, 0,-1,0,0"
    })
    void shouldTakeTheNearestThatIsInRange(
            int count, int best, int first, int second, int countHeld, int bestHeld, int firstHeld, int secondHeld) {
        float[] latents = normals(INDIVIDUALS * WIDTH, 1);
        float[] rewards = normals(INDIVIDUALS, 1);
        List<float[]> expected = read(latents, rewards, countHeld, bestHeld, firstHeld, secondHeld);
        List<float[]> found = read(latents, rewards, count, best, first, second);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("output %d", i).isEqualTo(expected.get(i));
        }
    }

    /** Runs everything that reads a selection, and returns what it wrote. */
    private List<float[]> read(float[] latents, float[] rewards, int count, int best, int first, int second) {
        List<Buffer> outputs = new ArrayList<>();
        Recorder recorder = new Recorder(1, INDIVIDUALS);
        Rows.Stored rows = recorder.rows(buffer(latents, 1, INDIVIDUALS, WIDTH));
        Buffer scores = buffer(rewards, 1, INDIVIDUALS);
        Selection selection = Selection.allocate(device(), 1, INDIVIDUALS);
        int[] elites = new int[INDIVIDUALS];
        Arrays.setAll(elites, k -> k % 2 == 0 ? first : second);
        selection.elites().write(0, elites);
        selection.summary().write(0, new int[] {count, 0, Status.SELECTED.ordinal(), best});
        Buffer settings = device().allocate(ElementType.I32, 1, SelectionRule.SETTINGS);
        Buffer mean = output(outputs, 1, WIDTH);
        Buffer jitter = buffer(new float[] {1e-3f}, 1);
        Buffer covariance = output(outputs, 1, WIDTH, WIDTH);
        Proposal.EliteMatrix proposal = new Proposal.EliteMatrix(
                output(outputs, 1, WIDTH),
                output(outputs, 1, CAPACITY, WIDTH),
                device().allocate(ElementType.I32, 1),
                buffer(new float[] {1}, 1),
                output(outputs, 1, Proposal.DIVERGENCE),
                device().allocate(ElementType.I32, 1));
        recorder.moments(rows, selection, mean, output(outputs, 1, WIDTH));
        recorder.covariance(rows, selection, mean, jitter, covariance);
        recorder.shrink(selection, covariance, output(outputs, 1));
        recorder.updateEliteMatrix(rows, selection, mean, jitter, proposal);
        recorder.keepChampion(
                rows,
                scores,
                selection,
                output(outputs, 1, 1, WIDTH),
                output(outputs, 1, 1),
                device().allocate(ElementType.I32, 1, 1));
        recorder.gather(rows, selection, output(outputs, 1, CAPACITY, WIDTH));
        recorder.statistics(scores, settings, selection, output(outputs, 1, Statistic.values().length));
        try (Program program = device().compile(recorder.finish(), PlanOptions.AUTO)) {
            program.run(1, 0);
        }
        return outputs.stream().map(Buffer::floats).toList();
    }

    private Buffer buffer(float[] values, long... shape) {
        Buffer buffer = device().allocate(ElementType.F32, shape);
        buffer.write(0, values);
        return buffer;
    }

    private Buffer output(List<Buffer> outputs, long... shape) {
        Buffer buffer = device().allocate(ElementType.F32, shape);
        outputs.add(buffer);
        return buffer;
    }
}
