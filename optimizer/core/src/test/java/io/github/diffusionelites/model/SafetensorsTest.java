package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadBackWhatWasWritten() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        float[] large = new float[700_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = Float.intBitsToFloat(random.nextInt());
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z \"quoted\" \u00e9", Tensor.of(new float[] {1, -0f, Float.NaN}, 3, 1));
        tensors.put("large", Tensor.of(large, 7, 100_000));
        tensors.put("scalar", Tensor.of(new float[] {42}));
        Path file = directory.resolve("a.safetensors");
        SafetensorsWriter.write(file, tensors);

        Safetensors read = Safetensors.read(file);
        assertThat(read.names()).containsExactly("large", "scalar", "z \"quoted\" \u00e9");
        assertThat(read.shape("large")).isEqualTo(Shape.of(7, 100_000));
        assertThat(read.shape("scalar")).isEqualTo(Shape.of());
        assertThat(bits(read.floats("large"))).isEqualTo(bits(large));
        assertThat(bits(read.floats("z \"quoted\" \u00e9"))).isEqualTo(bits(new float[] {1, -0f, Float.NaN}));
        assertThat(read.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        assertThat(read.contains("scalar")).isTrue();
        assertThat(read.contains("other")).isFalse();
        assertThatThrownBy(() -> read.floats("other"))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining("\"other\"")
                .hasMessageContaining("3 of");
    }

    @Test
    void shouldWriteTheSameBytesWhateverTheOrderOfTheTensors() throws IOException {
        Tensor one = Tensor.of(new float[] {1}, 1);
        Tensor two = Tensor.of(new float[] {2, 3}, 2);
        Map<String, Tensor> forward = new LinkedHashMap<>();
        forward.put("a", one);
        forward.put("b", two);
        Map<String, Tensor> backward = new LinkedHashMap<>();
        backward.put("b", two);
        backward.put("a", one);
        SafetensorsWriter.write(directory.resolve("1"), forward);
        SafetensorsWriter.write(directory.resolve("2"), backward);
        assertThat(directory.resolve("1")).hasSameBinaryContentAs(directory.resolve("2"));
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void shouldKeepTheFormerFileIfWritingFails() throws IOException {
        Path file = directory.resolve("a.safetensors");
        SafetensorsWriter.write(file, Map.of("a", Tensor.of(new float[] {1}, 1)));
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of("__metadata__", Tensor.of(new float[] {1}, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThatThrownBy(
                        () -> SafetensorsWriter.write(directory.resolve("none").resolve("a"), Map.of()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldConvertEveryFloatingPointType() throws IOException {
        String header = "{\"f64\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"f16\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[16,22]},"
                + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[22,26]},"
                + "\"f32\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[26,30]},"
                + "\"__metadata__\":{\"format\":\"pt\"}}  ";
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + 30).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json).putDouble(1.0 / 3).putDouble(-1e300);
        file.putShort((short) 0x3C00).putShort((short) 0xC000).putShort((short) 0x0001);
        file.putShort((short) 0x3F80).putShort((short) 0xC2F7).putFloat(3.25f);
        Path path = directory.resolve("types.safetensors");
        Files.write(path, file.array());

        Safetensors read = Safetensors.read(path);
        assertThat(read.names()).containsExactly("f64", "f16", "bf16", "f32");
        assertThat(read.floats("f64")).containsExactly((float) (1.0 / 3), Float.NEGATIVE_INFINITY);
        assertThat(read.floats("f16")).containsExactly(1, -2, (float) Math.pow(2, -24));
        assertThat(read.floats("bf16")).containsExactly(1, -123.5f);
        assertThat(read.floats("f32")).containsExactly(3.25f);
    }

    @Test
    void shouldReadAFileWithoutTensors() throws IOException {
        Path file = directory.resolve("empty.safetensors");
        SafetensorsWriter.write(file, Map.of());
        assertThat(Safetensors.read(file).names()).isEmpty();
    }

    @Test
    void shouldGiveCopies() throws IOException {
        Path file = directory.resolve("copy.safetensors");
        SafetensorsWriter.write(file, Map.of("a", Tensor.of(new float[] {1}, 1)));
        Safetensors read = Safetensors.read(file);
        read.floats("a")[0] = 9;
        assertThat(read.floats("a")).containsExactly(1);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
