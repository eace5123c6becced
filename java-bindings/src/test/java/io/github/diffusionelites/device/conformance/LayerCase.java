package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Runs a piece of a network on both devices, from rows at the edge layout to rows at the edge layout. */
final class LayerCase {

    /**
     * A feature map that a layer reads.
     *
     * @param values for all rows; null draws standard normal numbers
     */
    record Input(int channels, int length, float[] values) {

        Input(int channels, int length) {
            this(channels, length, null);
        }
    }

    private final DeviceConformance test;
    private final int searches;
    private final int individuals;
    private final double tolerance;

    /**
     * Describes a case.
     *
     * @param tolerance largest difference, relative to the largest magnitude of a row; where inputs are standard normal
     *     numbers, or to the root mean square of all rows, for a sum may cancel in a row of few elements
     */
    LayerCase(DeviceConformance test, int searches, int individuals, double tolerance) {
        this.test = test;
        this.searches = searches;
        this.individuals = individuals;
        this.tolerance = tolerance;
    }

    /**
     * Runs and compares. A first run of the device computes with NaN, so that its workspace is full of NaN when it
     * counts: a layer that reads what it did not write gives itself away.
     *
     * @param width floats of the output's rows
     */
    void check(List<Input> inputs, int width, BiFunction<Side, List<Features>, Features> layer) {
        boolean normal = inputs.stream().allMatch(input -> input.values() == null);
        run(inputs, width, layer, target -> {
            double usual = normal ? rootMeanSquare(target.expected().floats()) : 0;
            target.assertClose(width, tolerance, tolerance * usual);
        });
    }

    private static double rootMeanSquare(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum / values.length);
    }

    /**
     * Runs and compares a layer on a few rows that come again and again, so that each stands at every place of a tile,
     * and requires that its result has the same bits everywhere.
     */
    void checkPlaces(int channels, int length, int width, BiFunction<Side, List<Features>, Features> layer) {
        int distinct = 5;
        float[] values = test.normals(distinct * channels * length, 1);
        float[] repeated = new float[searches * individuals * channels * length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = values[i % values.length];
        }
        run(List.of(new Input(channels, length, repeated)), width, layer, target -> {
            target.assertClose(width, tolerance);
            float[] results = target.tested().floats();
            for (int i = distinct * width; i < results.length; i++) {
                assertThat(results[i])
                        .as("element %d of row %d, as in row %d", i % width, i / width, i / width % distinct)
                        .isEqualTo(results[i % (distinct * width)]);
            }
        });
    }

    private void run(
            List<Input> inputs,
            int width,
            BiFunction<Side, List<Features>, Features> layer,
            Consumer<TwinBuffer> verification) {
        test.twin(searches, individuals, twin -> {
            List<TwinBuffer> sources = inputs.stream()
                    .map(input -> twin.rows("input", input.channels() * input.length()))
                    .toList();
            TwinBuffer target = twin.rows("output", width);
            try (TwinProgram program = twin.compile(on -> {
                List<Features> features = new ArrayList<>();
                for (int i = 0; i < inputs.size(); i++) {
                    Input input = inputs.get(i);
                    features.add(on.recorder().load(on.rows(sources.get(i)), input.channels(), input.length()));
                }
                on.store(layer.apply(on, features), target);
            })) {
                program.tested().run(1, 1);
                target.poison();
                for (int i = 0; i < inputs.size(); i++) {
                    fill(sources.get(i), inputs.get(i), test.random());
                }
                program.run(1, 1);
                verification.accept(target);
            }
        });
    }

    private static void fill(TwinBuffer source, Input input, Random random) {
        if (input.values() == null) {
            source.fillNormal(random, 0, 1);
        } else {
            source.fill(input.values());
        }
    }

    /**
     * Returns a group normalisation with random gain and bias for maps of {@code length} positions. Few values may have
     * next to no variance; float32 then errs by {@code 2^-24 |x| / sqrt(epsilon)}, so that epsilon must not be small.
     */
    static Norm group(DeviceConformance test, int groups, int channels, int length) {
        float epsilon = channels / groups * length < 8 ? 1e-2f : 1e-5f;
        return new Norm.Group(
                groups,
                Constant.of(test.normals(channels, 1), channels),
                Constant.of(test.normals(channels, 1), channels),
                epsilon);
    }

    /** Returns a root-mean-square normalisation with a random gain. */
    static Norm rms(DeviceConformance test, int channels) {
        return new Norm.Rms(Constant.of(test.normals(channels, 1), channels));
    }
}
