package io.github.diffusionelites.bench.suite.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of PTX without a GPU: which kernel it holds, and what its rewards must be. */
class BinaryRewardTest {

    @ParameterizedTest
    @ValueSource(strings = {"quadratic.ptx", "bad_address.ptx"})
    void shouldHoldTheKernelThatTheDeviceLooksFor(String file) throws Exception {
        assertThat(new String(ShippedCode.bytes(file), StandardCharsets.US_ASCII))
                .contains(".version 7.0", ".target sm_80", ".entry score_by_code(.param .align 8 .b8 arguments[64])");
    }

    @Test
    void shouldExpectTheSearchsParameterLessTheSumOfSquares() {
        float[] samples = new float[SmallProgram.SEARCHES * SmallProgram.INDIVIDUALS * SmallProgram.WIDTH];
        Arrays.fill(samples, 2);
        float[] parameters = new float[SmallProgram.SEARCHES * (1 + SmallProgram.WIDTH)];
        parameters[0] = 100;
        parameters[1 + SmallProgram.WIDTH] = 200;
        float[] rewards = BinaryRewardCheck.rewards(samples, parameters);
        assertThat(rewards[SmallProgram.INDIVIDUALS - 1]).isEqualTo(100 - 4 * SmallProgram.WIDTH);
        assertThat(rewards[SmallProgram.INDIVIDUALS]).isEqualTo(200 - 4 * SmallProgram.WIDTH);
    }
}
