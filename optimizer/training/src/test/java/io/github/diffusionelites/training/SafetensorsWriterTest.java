package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SafetensorsWriterTest {

    private final ParameterLayout layout = new ParameterLayout();

    SafetensorsWriterTest() {
        layout.addConstant("first.g", 1f, 1, 2, 1);
        layout.addUniform("second.weight", 3, 1, 3);
    }

    @Test
    void shouldWriteHeaderThenValues() {
        ByteBuffer file = ByteBuffer.wrap(SafetensorsWriter.encode(layout, new float[] {1, 2, 3, 4, 5}))
                .order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(file.getLong());
        byte[] json = new byte[length];
        file.get(json);
        JsonNode header = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));

        assertThat(length % 8).isZero();
        assertThat(header.at("/first.g/dtype").asString()).isEqualTo("F32");
        assertThat(header.at("/first.g/shape").toString()).isEqualTo("[1,2,1]");
        assertThat(header.at("/first.g/data_offsets").toString()).isEqualTo("[0,8]");
        assertThat(header.at("/second.weight/shape").toString()).isEqualTo("[1,3]");
        assertThat(header.at("/second.weight/data_offsets").toString()).isEqualTo("[8,20]");
        float[] values = new float[5];
        file.asFloatBuffer().get(values);
        assertThat(values).containsExactly(1, 2, 3, 4, 5);
        assertThat(file.remaining()).isEqualTo(20);
    }
}
