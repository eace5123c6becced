package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FatBinaryTest {

    private static final int CODE = 2;
    private static final int PTX = 1;

    @Test
    void shouldTellArchitectures() {
        FatBinary binary =
                FatBinary.of(image(CODE, 80, CODE, 90, CODE, 100, PTX, 80)).orElseThrow();

        assertThat(binary).hasToString("sm_80, sm_90, sm_100 and PTX of compute_80");
        assertThat(binary.way(80)).isEqualTo("code of sm_80");
        assertThat(binary.way(86)).isEqualTo("code of sm_80");
        assertThat(binary.way(90)).isEqualTo("code of sm_90");
        assertThat(binary.way(103)).isEqualTo("code of sm_100");
        assertThat(binary.way(120)).isEqualTo("PTX of compute_80, compiled by the driver");
        assertThat(binary.way(75)).isEmpty();
    }

    @Test
    void shouldTellOtherImagesApart() {
        assertThat(FatBinary.of(".version 9.0".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(FatBinary.of(new byte[3])).isEmpty();
    }

    @Test
    void shouldEndOnDamagedImages() {
        byte[] image = image(CODE, 80, CODE, 90, PTX, 80);
        Random random = new Random(20260117);
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = image.clone();
            for (int change = 0; change < 3; change++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            // Whatever it says, it ends.
            assertThat(FatBinary.of(damaged)).isPresent();
        }
    }

    private static byte[] image(int... kindsAndArchitectures) {
        ByteBuffer image =
                ByteBuffer.allocate(16 + kindsAndArchitectures.length / 2 * 72).order(ByteOrder.LITTLE_ENDIAN);
        image.putInt(0xBA55ED50).putShort((short) 1).putShort((short) 16).putLong(image.capacity() - 16);
        for (int i = 0; i < kindsAndArchitectures.length; i += 2) {
            int entry = image.position();
            image.putShort((short) kindsAndArchitectures[i])
                    .putShort((short) 257)
                    .putInt(64);
            image.putLong(8);
            image.putInt(entry + 28, kindsAndArchitectures[i + 1]);
            image.position(entry + 72);
        }
        return image.array();
    }
}
