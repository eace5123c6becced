package io.github.diffusionelites.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.search.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {

    /** Rewards of any kind give pictures whose coordinates are numbers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "Infinity -Infinity",
                "0 0",
                "-0.0 1e-45",
                "1e-45 3e38",
                "-3e38 3e38",
                "5",
                "1e30 1e30",
                "-1 NaN 1",
                "1 2 5 1000"
            })
    void shouldDrawWhateverRewardsThereAre(String text) {
        List<SearchRecord> records = new ArrayList<>();
        for (String word : text.split(" ")) {
            float reward = Float.parseFloat(word);
            float[] generations = {reward, reward};
            records.add(new SearchRecord(
                    records.size(),
                    0,
                    StopReason.TIME,
                    false,
                    reward,
                    0,
                    0,
                    reward,
                    0,
                    1,
                    2,
                    9,
                    0,
                    1,
                    generations,
                    generations));
        }
        double[] rewards = records.stream().mapToDouble(SearchRecord::reward).toArray();
        for (double target : new double[] {Double.NaN, 0, 1e30}) {
            assertThat(HistogramFigure.draw("Rewards", "reward", rewards, target, "target"))
                    .doesNotContain("NaN", "Infinity")
                    .endsWith("</svg>\n");
            assertThat(ConvergenceFigure.draw(records, target))
                    .doesNotContain("NaN", "Infinity")
                    .endsWith("</svg>\n");
        }
    }

    @Test
    void shouldDrawEveryNumberOfGenerationsOnce() {
        String svg = HistogramFigure.draw("Generations", "generations", new int[] {0, 3, 3, 7});
        assertThat(svg.split("class=\"bar\"")).hasSize(4);
        assertThat(HistogramFigure.draw("Generations", "generations", new int[] {1_000_000, 0}))
                .doesNotContain("NaN");
    }

    @Test
    void shouldSayFiguresAsPeopleReadThem() {
        assertThat(List.of(Amount.of(1234567L), Amount.of(1.5), Amount.of(0.012345), Amount.of(1e-9), Amount.of(2e12)))
                .containsExactly("1,234,567", "1.500", "0.01235", "1.00e-09", "2.00e+12");
        assertThat(List.of(Amount.of(Double.NaN), Amount.of(-3.0), Amount.of(Double.POSITIVE_INFINITY)))
                .containsExactly("\u2013", "-3", "Infinity");
        assertThat(List.of(
                        Amount.ofSeconds(3.14),
                        Amount.ofSeconds(61),
                        Amount.ofSeconds(7260),
                        Amount.ofSeconds(100_000),
                        Amount.ofSeconds(Double.NaN)))
                .containsExactly("3.1 s", "1 min 1 s", "2 h 1 min", "1 d 3 h", "\u2013");
    }
}
