package io.github.diffusionelites.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Unet1dTest {

    private final ParameterLayout layout = new Unet1d(UnetConfig.unicycle()).layout();
    private final Map<String, ParameterLayout.Parameter> byName = layout.parameters().stream()
            .collect(Collectors.toMap(ParameterLayout.Parameter::name, Function.identity()));

    @Test
    void shouldHaveThePublicNumberOfParameters() {
        assertThat(layout.size()).isEqualTo(1_274_498);
        assertThat(new Unet1d(new UnetConfig(32, List.of(1, 2, 4, 8), 2, 32, 8, 4, 32))
                        .layout()
                        .size())
                .isEqualTo(3_980_162);
        assertThat(new Unet1d(new UnetConfig(64, List.of(1, 2, 4, 8), 2, 32, 8, 4, 32))
                        .layout()
                        .size())
                .isEqualTo(14_862_082);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        init_conv.weight              | (32, 2, 7)
        time_mlp.1.weight             | (128, 32)
        time_mlp.3.bias               | (128)
        downs.0.0.mlp.1.weight        | (64, 128)
        downs.0.0.block1.proj.weight  | (32, 32, 3)
        downs.1.1.block2.norm.weight  | (32)
        downs.2.2.fn.norm.g           | (1, 64, 1)
        downs.2.2.fn.fn.to_qkv.weight | (384, 64, 1)
        downs.2.2.fn.fn.to_out.0.bias | (64)
        downs.2.2.fn.fn.to_out.1.g    | (1, 64, 1)
        downs.1.3.weight              | (64, 32, 4)
        downs.2.3.weight              | (128, 64, 3)
        mid_block1.block1.proj.weight | (128, 128, 3)
        mid_attn.fn.norm.g            | (1, 128, 1)
        mid_attn.fn.fn.to_qkv.weight  | (384, 128, 1)
        mid_attn.fn.fn.to_out.bias    | (128)
        ups.0.0.res_conv.weight       | (128, 192, 1)
        ups.0.3.1.weight              | (64, 128, 3)
        ups.2.1.block1.proj.weight    | (32, 64, 3)
        ups.2.3.weight                | (32, 32, 3)
        final_res_block.res_conv.bias | (32)
        final_conv.weight             | (2, 32, 1)
        """)
    void shouldNameItsParametersAsThePublicNetworkDoes(String name, String shape) {
        assertThat(byName).containsKey(name);
        assertThat(byName.get(name).shape()).hasToString(shape);
    }

    @Test
    void shouldHaveNoBiasOnProjectionsAndNoResidualConvolutionAtEqualWidths() {
        assertThat(byName).hasSize(layout.parameters().size());
        assertThat(byName)
                .doesNotContainKeys(
                        "downs.0.2.fn.fn.to_qkv.bias",
                        "mid_attn.fn.fn.to_qkv.bias",
                        "downs.0.0.res_conv.weight",
                        "mid_block1.res_conv.weight");
    }

    @Test
    void shouldLayParametersOneAfterTheOther() {
        int end = 0;
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            assertThat(parameter.offset()).as(parameter.name()).isEqualTo(end);
            end += parameter.size();
        }
        assertThat(end).isEqualTo(layout.size());
    }

    @Test
    void shouldInitializeNormsToOneAndKernelsWithinTheirRadius() {
        float[] values = layout.initialize(new SplittableRandom(TinyTraining.SEED));
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
                assertThat(Math.abs(values[i] - parameter.center())).isLessThanOrEqualTo(parameter.radius());
            }
        }
        assertThat(values[byName.get("mid_attn.fn.norm.g").offset()]).isEqualTo(1);
        assertThat(byName.get("init_conv.bias").radius()).isEqualTo((float) (1 / Math.sqrt(14)));
    }

    @Test
    void shouldRefuseSizesThatCannotBeBuilt() {
        assertThatThrownBy(() -> new UnetConfig(32, List.of(1, 2, 4), 2, 30, 8, 4, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 4")
                .hasMessageContaining("length=30");
        assertThatThrownBy(() -> new UnetConfig(30, List.of(1), 2, 32, 8, 4, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dim=30");
        assertThatThrownBy(() -> new UnetConfig(32, List.of(), 2, 32, 8, 4, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multipliers=[]");
    }
}
