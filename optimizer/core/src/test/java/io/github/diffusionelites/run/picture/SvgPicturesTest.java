package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SvgPicturesTest {

    private static final Scene SCENE = new Scene(new double[] {0.4, 0.2}, List.of(new double[] {0.2, -0.2, 0.1}));

    @Test
    void shouldDrawConvergenceOnALogarithmicAxis() throws Exception {
        List<ConvergencePoint> points = IntStream.range(0, 10)
                .mapToObj(g -> new ConvergencePoint(
                        g < 3 ? 10 : 60,
                        Math.pow(10, -g),
                        Math.pow(10, 1 - g),
                        Math.pow(10, 2 - g),
                        Math.pow(10, 3 - g),
                        Math.pow(10, 1.5 - g)))
                .toList();

        Document picture = parse(ConvergencePicture.draw(points, "distance < to \"goal\" & more"));

        assertThat(texts(picture))
                .contains(
                        "10 steps",
                        "60 steps",
                        "generation",
                        "distance < to \"goal\" & more",
                        "mean of the elites",
                        "0",
                        "9");
        assertThat(texts(picture)).anyMatch(text -> text.startsWith("1e-"));
    }

    @Test
    void shouldLeaveOutRewardsThatAreNotFinite() throws Exception {
        List<ConvergencePoint> points = List.of(
                new ConvergencePoint(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                new ConvergencePoint(0, -1, -2, -3, Double.NEGATIVE_INFINITY, -2),
                new ConvergencePoint(0, 1, 0, -3, -4, -2));

        String svg = ConvergencePicture.draw(points, "reward");

        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity");
        assertThat(texts(parse(svg))).doesNotContain("0 steps");
    }

    @Test
    void shouldDrawARunWithoutAnyReward() throws Exception {
        double nan = Double.NaN;

        parse(ConvergencePicture.draw(List.of(new ConvergencePoint(1, nan, nan, nan, nan, nan)), "reward"));
    }

    @Test
    void shouldDrawALongRunInASmallFile() throws Exception {
        List<ConvergencePoint> points = IntStream.range(0, 100_000)
                .mapToObj(g -> new ConvergencePoint(1, 1e-3 + 1.0 / (g + 1), 2, 3, 2 - g % 7 / 7.0, 4 + g % 5))
                .toList();

        String svg = ConvergencePicture.draw(points, "reward");

        assertThat(texts(parse(svg))).contains("generation");
        assertThat(svg.length()).isLessThan(600_000);
    }

    @Test
    void shouldDrawInpaintingBesideElites() throws Exception {
        Document picture = parse(InpaintingPicture.draw(SCENE, paths(30), paths(5), paths(1), paths(50)));

        assertThat(texts(picture)).contains("Diffusion inpainting", "Diffusion Elites");
        assertThat(texts(picture)).anyMatch(text -> text.contains("median of 30 paths"));
        // 24 inpainted paths and the best one show their 16 positions; an obstacle and two rings of the goal a panel.
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(25 * 16 + 2 * 3);
    }

    @Test
    void shouldDrawSamples() throws Exception {
        Document picture = parse(SamplesPicture.draw(paths(40)));

        assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(40);
        assertThat(texts(picture)).contains("40 samples");
    }

    private static Trajectories paths(int count) {
        SplittableRandom random = new SplittableRandom(count);
        float[] values = new float[2 * 16 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return new Trajectories(values, 16);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<String> texts(Document document) {
        List<String> texts = new ArrayList<>();
        var nodes = document.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }
}
