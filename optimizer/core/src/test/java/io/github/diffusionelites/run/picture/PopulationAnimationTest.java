package io.github.diffusionelites.run.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PopulationAnimationTest {

    private static final Scene SCENE = new Scene(new double[] {0.4, 0.2}, List.of(new double[] {0.2, -0.2, 0.1}));

    @Test
    void shouldShowOneFrameForEachGenerationAndTheLastOneLonger() throws IOException {
        List<IIOMetadataNode> frames = read(animate(5, 5));

        assertThat(frames)
                .extracting(frame -> attribute(frame, "GraphicControlExtension", "delayTime"))
                .containsExactly("60", "60", "60", "60", "300");
        assertThat(frames).allSatisfy(frame -> {
            assertThat(attribute(frame, "ImageDescriptor", "imageWidth")).isEqualTo("640");
            assertThat(attribute(frame, "ImageDescriptor", "imageHeight")).isEqualTo("480");
        });
    }

    @Test
    void shouldLoopForEver() throws IOException {
        IIOMetadataNode loop = node(read(animate(2, 2)).getFirst(), "ApplicationExtension");

        assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
        assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
    }

    @Test
    void shouldEndWithTheLastGenerationThatWasFinished() throws IOException {
        assertThat(read(animate(100, 8))).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "39, 39", "40, 21", "1000, 40"})
    void shouldThinLongRuns(int generations, int frames) throws IOException {
        assertThat(read(animate(generations, generations))).hasSize(frames);
    }

    @Test
    void shouldStaySmallForThePopulationOfTheExample() {
        assertThat(animate(10, 10, 256).length).isLessThan(1_500_000);
    }

    @Test
    void shouldColourElitesByTheirDistance() throws IOException {
        PopulationAnimation animation = new PopulationAnimation(1, SCENE);
        // Two straight paths: one ends at the goal, one far below it, both elites.
        Trajectories paths =
                new Trajectories(new float[] {0, 0.2f, 0.4f, 0, 0.1f, 0.2f, 0, 0.2f, 0.4f, 0, -0.2f, -0.4f}, 3);
        animation.add(0, 1, paths, new int[] {0, 1}, new double[] {0, -0.6});
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(animation.encode()));

        int near = 0;
        int far = 0;
        for (int x = 44; x < 624; x++) {
            for (int y = 40; y < 412; y++) {
                near += alike(image.getRGB(x, y), ColorScale.at(0).getRGB()) ? 1 : 0;
                far += alike(image.getRGB(x, y), ColorScale.at(1).getRGB()) ? 1 : 0;
            }
        }
        assertThat(near).isGreaterThan(50);
        assertThat(far).isGreaterThan(50);
    }

    @Test
    void shouldDrawSamplesThatAreNotFinite() throws IOException {
        PopulationAnimation animation = new PopulationAnimation(1, Scene.EMPTY);
        float nan = Float.NaN;
        animation.add(0, 0, new Trajectories(new float[] {nan, nan, nan, nan}, 2), new int[0], new double[0]);

        assertThat(read(animation.encode())).hasSize(1);
    }

    @Test
    void shouldReadOnlyWhatItDrawsOfALargePopulation() throws IOException {
        int[] read = new int[2];
        Paths huge = new Paths() {
            @Override
            public int count() {
                return 10_000_000;
            }

            @Override
            public Trajectories first(int most) {
                read[0] = Math.max(read[0], most);
                return paths(most);
            }

            @Override
            public Trajectories subset(int[] places) {
                read[1] = Math.max(read[1], places.length);
                return paths(places.length);
            }
        };
        PopulationAnimation animation = new PopulationAnimation(2, SCENE);
        int[] elites = IntStream.range(0, 5000).toArray();
        animation.add(0, 1, huge, elites, new double[5000]);
        animation.add(1, 1, huge, elites, new double[5000]);

        assertThat(read).containsExactly(2000, 2000);
        assertThat(read(animation.encode())).hasSize(2);
    }

    /** Against a stable sort of all, with many equal rewards. */
    @ParameterizedTest
    @CsvSource({"1999, 5", "2000, 5", "2001, 5", "6000, 4", "6000, 1", "6000, 100000"})
    void shouldDrawTheBestOfManyElites(int count, int values) {
        SplittableRandom random = new SplittableRandom(count + values);
        double[] rewards = IntStream.range(0, count)
                .mapToDouble(i -> random.nextInt(values))
                .toArray();
        int[] elites = IntStream.range(0, count).toArray();
        AnimationFrame frame = new PopulationAnimation(1, SCENE)
                .add(0, 1, paths(count), elites, rewards)
                .orElseThrow();

        int[] expected = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> rewards[e]))
                .skip(Math.max(0, count - 2000))
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(frame.elites().values())
                .isEqualTo(paths(count).subset(expected).values());
        assertThat(frame.rewards())
                .containsExactly(
                        IntStream.of(expected).mapToDouble(e -> rewards[e]).toArray());
        assertThat(frame.population().count()).isEqualTo(Math.min(count, 2000));
    }

    private static Trajectories paths(int count) {
        float[] values = new float[4 * count];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new Trajectories(values, 2);
    }

    private static byte[] animate(int generations, int finished) {
        return animate(generations, finished, 6);
    }

    private static byte[] animate(int generations, int finished, int paths) {
        SplittableRandom random = new SplittableRandom(11);
        PopulationAnimation animation = new PopulationAnimation(generations, SCENE);
        for (int g = 0; g < finished; g++) {
            float[] values = new float[2 * 32 * paths];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextDouble() * (i % 32) / 32);
            }
            animation.add(g, 10, new Trajectories(values, 32), new int[] {3, 5}, new double[] {1, 2});
        }
        return animation.encode();
    }

    private static boolean alike(int a, int b) {
        return Math.abs((a >> 16 & 255) - (b >> 16 & 255)) < 12
                && Math.abs((a >> 8 & 255) - (b >> 8 & 255)) < 12
                && Math.abs((a & 255) - (b & 255)) < 12;
    }

    private static List<IIOMetadataNode> read(byte[] gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
            reader.setInput(stream);
            List<IIOMetadataNode> frames = new ArrayList<>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                frames.add((IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0"));
            }
            return frames;
        } finally {
            reader.dispose();
        }
    }

    private static IIOMetadataNode node(IIOMetadataNode frame, String name) {
        return (IIOMetadataNode) frame.getElementsByTagName(name).item(0);
    }

    private static String attribute(IIOMetadataNode frame, String name, String attribute) {
        return node(frame, name).getAttribute(attribute);
    }
}
