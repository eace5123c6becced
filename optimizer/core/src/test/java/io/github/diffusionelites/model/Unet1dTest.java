package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.reference.ReferenceDevice;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.NetworkEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The network against float64 outputs of an independent implementation in PyTorch, and against the reference device.
 *
 * <p>A fixture is made by {@code python benchmarks/peers/unet1d.py fixture --model DIR --out FILE}, with DIR the
 * example or a directory that {@link RandomModel} wrote; its inputs are
 * {@code x[b, c, l] = sin(0.7 b + 1.3 c + 0.37 l + 0.1 b l)}.
 */
class Unet1dTest extends DeviceTestCase {

    @TempDir
    Path directory;

    @Test
    void shouldGiveTheOutputsOfTheSmallNetwork() throws IOException {
        RandomModel.write(directory, RandomModel.small(), 1);
        requireFixture(DiffusionModel.load(directory), "unet1d-small.json");
    }

    @Test
    void shouldGiveTheOutputsOfTheUnevenNetwork() throws IOException {
        RandomModel.write(directory, RandomModel.uneven(), 2);
        requireFixture(DiffusionModel.load(directory), "unet1d-uneven.json");
    }

    @Test
    void shouldGiveTheOutputsOfTheExample() throws IOException {
        Path example = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "unicycle");
        requireFixture(DiffusionModel.load(example), "unet1d-unicycle.json");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldAgreeWithTheReferenceDevice(boolean standardization) throws IOException {
        ModelConfig config = RandomModel.config(8, List.of(1, 2), 2, 8, 4, 2, 4, standardization);
        RandomModel.write(directory, config, 5);
        Denoiser network = DiffusionModel.load(directory).denoiser();
        float[] inputs = inputs(7, 2, 8);
        try (Device reference = new ReferenceDevice()) {
            for (int timestep : new int[] {0, 3, 999}) {
                float[] expected = NetworkEvaluation.run(reference, network, inputs, timestep);
                requireClose(NetworkEvaluation.run(device, network, inputs, timestep), expected, 1e-5);
            }
        }
    }

    /** Standardised weights do not depend on the scale of the weights in the file; plain ones do. */
    @Test
    void shouldStandardizeOnlyWhereTheDescriptionSaysSo() throws IOException {
        float[] inputs = inputs(2, 2, 8);
        for (boolean standardization : new boolean[] {true, false}) {
            ModelConfig config = RandomModel.config(8, List.of(1, 2), 2, 8, 4, 2, 4, standardization);
            var weights = RandomModel.weights(config, 6);
            RandomModel.write(directory, config, weights);
            float[] plain =
                    NetworkEvaluation.run(device, DiffusionModel.load(directory).denoiser(), inputs, 100);
            float[] block = weights.get("mid_block1.block1.proj.weight").values();
            for (int i = 0; i < block.length; i++) {
                block[i] += 0.5f;
            }
            RandomModel.write(directory, config, weights);
            float[] moved =
                    NetworkEvaluation.run(device, DiffusionModel.load(directory).denoiser(), inputs, 100);
            double largest = 0;
            for (int i = 0; i < plain.length; i++) {
                largest = Math.max(largest, Math.abs(plain[i] - moved[i]));
            }
            if (standardization) {
                assertThat(largest).isLessThan(1e-4);
            } else {
                assertThat(largest).isGreaterThan(1e-2);
            }
        }
    }

    @Test
    void shouldRecordTheSameConstantsAgain() throws IOException {
        RandomModel.write(directory, RandomModel.small(), 1);
        Denoiser network = DiffusionModel.load(directory).denoiser();
        List<Constant> first = constants(network, 500);
        List<Constant> second = constants(network, 500);
        List<Constant> other = constants(network, 501);
        assertThat(first).hasSizeGreaterThan(40);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isSameAs(first.get(i));
        }
        // Only the modulation of each of the 11 blocks depends on the timestep.
        long differing = IntStream.range(0, first.size())
                .filter(i -> first.get(i) != other.get(i))
                .count();
        assertThat(differing).isEqualTo(11);
    }

    private static List<Constant> constants(Denoiser network, int timestep) {
        try (var buffer = device.allocate(ElementType.F32, 1, 1, network.channels(), network.length())) {
            Recorder recorder = new Recorder(1, 1);
            network.record(recorder, recorder.rows(buffer), timestep);
            Recording recording = recorder.finish();
            return recording.individualPart().stream()
                    .filter(Operation.Convolve.class::isInstance)
                    .map(Operation.Convolve.class::cast)
                    .flatMap(convolve -> Stream.of(
                                    convolve.convolution().weight(),
                                    convolve.epilogue().scaleShift())
                            .filter(Objects::nonNull))
                    .toList();
        }
    }

    private void requireFixture(DiffusionModel model, String name) throws IOException {
        JsonNode fixture;
        try (var stream = Unet1dTest.class.getResourceAsStream(name)) {
            fixture = JsonMapper.shared().readTree(stream);
        }
        assertThat(model.weightsDigest())
                .as("%s was made for other weights; make it again with benchmarks/peers/unet1d.py.", name)
                .isEqualTo(fixture.get("model_sha256").stringValue());
        int channels = model.config().channels();
        int length = model.config().length();
        float[] inputs = inputs(4, channels, length);
        for (int b = 0; b < 4; b++) {
            int width = channels * length;
            float[] expected = new float[width];
            for (int i = 0; i < width; i++) {
                expected[i] = (float) fixture.get("output").get(b * width + i).doubleValue();
            }
            // Alone and as one of several rows: the others must not matter.
            int timestep = fixture.get("timesteps").get(b).intValue();
            float[] all = NetworkEvaluation.run(device, model.denoiser(), inputs, timestep);
            float[] row = Arrays.copyOfRange(all, b * width, (b + 1) * width);
            requireClose(row, expected, 1e-4);
            assertThat(NetworkEvaluation.run(
                            device, model.denoiser(), Arrays.copyOfRange(inputs, b * width, (b + 1) * width), timestep))
                    .isEqualTo(row);
        }
    }

    private static float[] inputs(int individuals, int channels, int length) {
        float[] inputs = new float[individuals * channels * length];
        for (int b = 0; b < individuals; b++) {
            for (int c = 0; c < channels; c++) {
                for (int l = 0; l < length; l++) {
                    inputs[(b * channels + c) * length + l] =
                            (float) Math.sin(0.7 * b + 1.3 * c + 0.37 * l + 0.1 * b * l);
                }
            }
        }
        return inputs;
    }

    /** Compares relative to the largest output. */
    private static void requireClose(float[] actual, float[] expected, double tolerance) {
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isGreaterThan(0.05);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("output %d", i).isCloseTo(expected[i], within(tolerance * largest));
        }
    }
}
