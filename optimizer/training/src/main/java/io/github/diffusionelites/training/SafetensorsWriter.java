package io.github.diffusionelites.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodes parameters in the safetensors format: the length of the header as a little-endian 64-bit integer, the header
 * in JSON, then the values as little-endian 32-bit floats.
 */
final class SafetensorsWriter {

    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Encodes all parameters of a layout.
     *
     * @param values in the order of the layout
     * @return the contents of the file
     */
    static byte[] encode(ParameterLayout layout, float[] values) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            long begin = (long) Float.BYTES * parameter.offset();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", "F32");
            entry.put("shape", parameter.shape().getShape());
            entry.put("data_offsets", new long[] {begin, begin + (long) Float.BYTES * parameter.size()});
            header.put(parameter.name(), entry);
        }
        byte[] json = JsonMapper.shared().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        // Trailing spaces keep the values aligned for readers that map the file.
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] aligned = Arrays.copyOf(json, padded);
        Arrays.fill(aligned, json.length, padded, (byte) ' ');
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + padded + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(padded).put(aligned).asFloatBuffer().put(values);
        return file.array();
    }
}
