package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shipped weights through this network, against an independent implementation in double precision.
 *
 * <p>The expected values come from {@code benchmarks/peers/unet1d.py fixture --model optimizer/examples/unicycle} and
 * must be written anew when the shipped weights change.
 */
class ShippedModelTest {

    private static final Path MODEL = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "unicycle");

    private final Unet1d network = new Unet1d(UnetConfig.unicycle());

    @Test
    void shouldAgreeWithAnIndependentImplementation() throws IOException {
        JsonNode fixture = fixture();
        int[] timesteps = JsonMapper.shared().treeToValue(fixture.get("timesteps"), int[].class);
        double[] expected = JsonMapper.shared().treeToValue(fixture.get("output"), double[].class);
        JsonNode model = JsonMapper.shared().readTree(Files.readString(MODEL.resolve("model.json")));
        assertThat(fixture.get("model_sha256"))
                .as("The fixture was made for other weights than the shipped ones.")
                .isEqualTo(model.get("weights_sha256"));

        float[] actual;
        try (VelocityLoss loss = new VelocityLoss(network)) {
            actual = loss.predict(shippedParameters(), inputs(timesteps.length), timesteps);
        }

        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("output %d", i).isCloseTo(expected[i], within(3e-5));
        }
    }

    private static JsonNode fixture() throws IOException {
        try (InputStream stream = ShippedModelTest.class.getResourceAsStream("unicycle-forward.json")) {
            return JsonMapper.shared().readTree(stream);
        }
    }

    /** x[b, c, l] = sin(0.7 b + 1.3 c + 0.37 l + 0.1 b l). */
    private float[] inputs(int batch) {
        int channels = network.config().channels();
        int length = network.config().length();
        float[] x = new float[batch * channels * length];
        for (int i = 0; i < x.length; i++) {
            int b = i / length / channels;
            int c = i / length % channels;
            int l = i % length;
            x[i] = (float) Math.sin(0.7 * b + 1.3 * c + 0.37 * l + 0.1 * b * l);
        }
        return x;
    }

    private float[] shippedParameters() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(MODEL.resolve("model.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[Math.toIntExact(file.getLong())];
        file.get(json);
        JsonNode header = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
        ByteBuffer values = file.slice().order(ByteOrder.LITTLE_ENDIAN);
        ParameterLayout layout = network.layout();
        assertThat(header.size())
                .as("tensors and metadata")
                .isEqualTo(layout.parameters().size() + 1);
        float[] parameters = new float[layout.size()];
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            int begin = header.get(parameter.name()).get("data_offsets").get(0).asInt();
            values.position(begin)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(parameters, parameter.offset(), parameter.size());
        }
        return parameters;
    }
}
