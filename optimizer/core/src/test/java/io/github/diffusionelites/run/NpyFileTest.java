package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldWriteTheBytesThatNumPyWrites() throws IOException {
        byte[] file = encoded(new float[] {1, -2.5f, 0, 3}, 2, 2);

        // 10 bytes of prefix and 118 of header make 128, the next multiple of 64 after 10 + 58 + 1.
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(file, 10))).isEqualTo("934e554d5059" + "0100" + "7600");
        String header = new String(file, 10, 118, StandardCharsets.US_ASCII);
        assertThat(header)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")
                .endsWith(" \n");
        assertThat(header.substring(59, 117)).isBlank();
        assertThat(HexFormat.of().formatHex(Arrays.copyOfRange(file, 128, file.length)))
                .isEqualTo("0000803f" + "000020c0" + "00000000" + "00004040");
    }

    @Test
    void shouldWriteAVectorsShapeAsATuple() throws IOException {
        byte[] file = encoded(new float[3], 3);

        assertThat(new String(file, StandardCharsets.ISO_8859_1)).contains("'shape': (3,), }");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 99_999, 100_000})
    void shouldAlignTheData(int count) throws IOException {
        byte[] file = encoded(new float[count], 1, count, 1);

        assertThat((file.length - 4 * count) % 64).isZero();
        assertThat(file[file.length - 4 * count - 1]).isEqualTo((byte) '\n');
    }

    @Test
    void shouldRefuseAShapeOfAnotherSize() {
        assertThatThrownBy(() -> encoded(new float[5], 2, 3)).hasMessageContaining("[2, 3]");
    }

    private static byte[] encoded(float[] values, int... dimensions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        NpyFile.encode(bytes, values, dimensions);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16_383, 16_384, 16_385, 40_000})
    void shouldWriteEveryValueOfALargeArray(int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i + 0.5f;
        }
        Path file = directory.resolve("a.npy");
        NpyFile.write(file, values, count);

        float[] read = new float[count];
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes, bytes.length - 4 * count, 4 * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(read);
        assertThat(bytes).hasSize(128 + 4 * count);
        assertThat(read).isEqualTo(values);
    }
}
