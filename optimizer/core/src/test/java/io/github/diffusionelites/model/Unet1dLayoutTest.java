package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Unet1dLayoutTest {

    /** Numbers of parameters of the public Unet1D with 2 channels, 4 heads of 32. */
    @ParameterizedTest
    @CsvSource({"32, 3, 1274498", "32, 4, 3980162", "64, 4, 14862082", "128, 4, 57331202"})
    void shouldHaveAsManyParametersAsThePublicNetwork(int dim, int levels, long parameters) {
        List<Integer> multipliers = List.of(1, 2, 4, 8).subList(0, levels);
        ModelConfig config = RandomModel.config(dim, multipliers, 2, 32, 8, 4, 32, true);
        assertThat(Unet1dLayout.of(config).values().stream()
                        .mapToLong(Shape::elements)
                        .sum())
                .isEqualTo(parameters);
    }

    @Test
    void shouldUseThePublicNames() {
        Map<String, Shape> shapes = Unet1dLayout.of(RandomModel.config(32, List.of(1, 2, 4), 2, 32, 8, 4, 32, true));
        assertThat(shapes)
                .containsEntry("init_conv.weight", Shape.of(32, 2, 7))
                .containsEntry("time_mlp.3.weight", Shape.of(128, 128))
                .containsEntry("downs.1.0.mlp.1.weight", Shape.of(64, 128))
                .containsEntry("downs.1.2.fn.fn.to_qkv.weight", Shape.of(384, 32, 1))
                .containsEntry("downs.1.2.fn.fn.to_out.1.g", Shape.of(1, 32, 1))
                .containsEntry("downs.1.3.weight", Shape.of(64, 32, 4))
                .containsEntry("downs.2.3.weight", Shape.of(128, 64, 3))
                .containsEntry("mid_attn.fn.fn.to_out.weight", Shape.of(128, 128, 1))
                .containsEntry("ups.0.0.res_conv.weight", Shape.of(128, 192, 1))
                .containsEntry("ups.0.3.1.weight", Shape.of(64, 128, 3))
                .containsEntry("ups.2.3.weight", Shape.of(32, 32, 3))
                .containsEntry("final_res_block.block1.proj.weight", Shape.of(32, 64, 3))
                .containsEntry("final_conv.weight", Shape.of(2, 32, 1))
                .doesNotContainKeys("downs.0.0.res_conv.weight", "ups.2.3.1.weight", "downs.0.2.fn.fn.to_qkv.bias");
    }
}
