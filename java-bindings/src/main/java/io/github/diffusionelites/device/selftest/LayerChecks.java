package io.github.diffusionelites.device.selftest;

import static io.github.diffusionelites.device.selftest.Check.INDIVIDUALS;
import static io.github.diffusionelites.device.selftest.Check.SEARCHES;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.List;
import java.util.function.BiFunction;

/** Checks of layers, and of what takes rows to them and back. */
final class LayerChecks {

    private static final float INFINITE = Float.POSITIVE_INFINITY;
    /** The next state is the output of the network. */
    private static final SamplerCoefficients PASS = new SamplerCoefficients(0, 1, INFINITE, 0, 0, 0, 1, 0, 0, 0);

    private static final SamplerCoefficients STEP =
            new SamplerCoefficients(0.9f, -0.4f, 1.5f, 0.3f, 0.8f, -0.2f, 0.7f, 0.5f, 0.25f, 7);

    private LayerChecks() {}

    static List<Check> all() {
        return List.of(
                Check.ofLayer(Operation.Load.class, "", bench -> layer(bench, 5, 3, (b, x) -> x)),
                Check.ofLayer(
                        Operation.Convolve.class,
                        "plain",
                        bench -> layer(
                                bench,
                                5,
                                4,
                                (b, x) ->
                                        b.recorder().convolve(x, convolution(b, 9, 5, 3, 1, 1, false), Epilogue.NONE))),
                Check.ofLayer(
                        Operation.Convolve.class,
                        "strided",
                        bench -> layer(
                                bench,
                                6,
                                8,
                                (b, x) ->
                                        b.recorder().convolve(x, convolution(b, 4, 6, 3, 2, 1, false), Epilogue.NONE))),
                Check.ofLayer(
                        Operation.Convolve.class,
                        "upsampled",
                        bench -> layer(
                                bench,
                                6,
                                2,
                                (b, x) ->
                                        b.recorder().convolve(x, convolution(b, 4, 6, 3, 1, 1, true), Epilogue.NONE))),
                Check.ofLayer(
                        Operation.Convolve.class,
                        "with its epilogue",
                        bench -> layer(
                                bench,
                                8,
                                4,
                                (b, x) -> b.recorder()
                                        .convolve(x, convolution(b, 8, 8, 3, 1, 1, false), epilogue(b, x)))),
                Check.ofLayer(Operation.Convolve.class, "wide", LayerChecks::wide),
                Check.ofLayerAtOnce(Operation.Convolve.class, "long", LayerChecks::longRows),
                Check.ofLayer(
                        Operation.Convolve.class,
                        "linear",
                        bench -> layer(
                                bench,
                                40,
                                1,
                                (b, x) -> b.recorder()
                                        .linear(
                                                x,
                                                Convolution1d.linear(b.constant(24, 40), b.constant(24)),
                                                new Epilogue(Norm.NONE, null, Activation.MISH, null)))),
                Check.ofLayer(
                        Operation.Normalize.class,
                        "groups",
                        bench -> layer(
                                bench,
                                6,
                                3,
                                (b, x) -> b.recorder()
                                        .normalize(x, new Norm.Group(3, b.constant(6), b.constant(6), 1e-5f)))),
                Check.ofLayer(
                        Operation.Normalize.class,
                        "root mean square",
                        bench -> layer(bench, 6, 3, (b, x) -> b.recorder().normalize(x, new Norm.Rms(b.constant(6))))),
                Check.ofLayer(
                        Operation.Concatenate.class,
                        "",
                        bench -> layer(bench, 3, 3, (b, x) -> b.recorder().concatenate(x, input(b, 4, 3)))),
                Check.ofLayer(
                        Operation.Attend.class,
                        "",
                        bench -> layer(bench, 24, 3, (b, x) -> b.recorder().attend(x, 2))),
                Check.ofLayer(
                        Operation.AttendLinearly.class,
                        "",
                        bench -> layer(bench, 24, 3, (b, x) -> b.recorder().attendLinearly(x, 2))),
                Check.ofLayer(Operation.UpdateSampler.class, "", LayerChecks::updateSampler),
                Check.of(
                        Operation.Affine.class,
                        "",
                        1e-6,
                        bench -> bench.recorder()
                                .affine(
                                        bench.population(12),
                                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, 12)),
                                        bench.constant(3),
                                        bench.constant(3))),
                Check.of(
                        Operation.Rescale.class,
                        "",
                        1e-5,
                        bench -> store(bench, bench.recorder().rescale(bench.population(18), 4.2f))));
    }

    private static void layer(Bench bench, int channels, int length, BiFunction<Bench, Features, Features> layer) {
        Features result = layer.apply(bench, input(bench, channels, length));
        Rows state = bench.population(result.width());
        store(bench, bench.recorder().updateSampler(state, result, PASS, NoiseIdentity.own(bench.searchIds())));
    }

    /** Norms over more and more channels, the last more than a tile holds. */
    private static void wide(Bench bench) {
        layer(bench, 4, 2, (b, x) -> {
            Features wider = normalized(b, x, 4, 100);
            wider = normalized(b, wider, 100, 200);
            wider = normalized(b, wider, 200, 260);
            return b.recorder().convolve(wider, narrowing(b, 260, 1), Epilogue.NONE);
        });
    }

    private static Features normalized(Bench bench, Features x, int in, int out) {
        Norm norm = new Norm.Rms(bench.constant(out));
        return bench.recorder()
                .convolve(
                        x,
                        convolution(bench, out, in, 1, 1, 0, false),
                        new Epilogue(norm, null, Activation.NONE, null));
    }

    /** So many positions that small tiles would need more turns of a device than large ones. */
    private static void longRows(Bench bench) {
        layer(bench, 2, 256, (b, x) -> {
            Features hidden = b.recorder().convolve(x, convolution(b, 40, 2, 3, 1, 1, false), Epilogue.NONE);
            Features narrow = b.recorder().convolve(hidden, narrowing(b, 40, 1), Epilogue.NONE);
            return b.recorder().convolve(narrow, narrowing(b, 1, 8), Epilogue.NONE);
        });
    }

    private static Convolution1d narrowing(Bench bench, int in, int stride) {
        float[] weights = bench.values(in);
        for (int i = 0; i < in; i++) {
            weights[i] /= in;
        }
        return new Convolution1d(Constant.of(weights, 1, in, 1), bench.constant(1), stride, 0, false);
    }

    private static void updateSampler(Bench bench) {
        Rows state = bench.population(12);
        Features output = input(bench, 3, 4);
        store(bench, bench.recorder().updateSampler(state, output, STEP, NoiseIdentity.own(bench.searchIds())));
    }

    private static void store(Bench bench, Rows.Scratch result) {
        bench.recorder()
                .affine(
                        result,
                        bench.rows(bench.output(SEARCHES, INDIVIDUALS, result.width())),
                        Constant.of(new float[] {1}, 1),
                        Constant.of(new float[1], 1));
    }

    private static Features input(Bench bench, int channels, int length) {
        return bench.recorder().load(bench.population(channels * length), channels, length);
    }

    private static Convolution1d convolution(
            Bench bench, int out, int in, int kernel, int stride, int padding, boolean upsample) {
        return new Convolution1d(bench.constant(out, in, kernel), bench.constant(out), stride, padding, upsample);
    }

    private static Epilogue epilogue(Bench bench, Features residual) {
        return new Epilogue(
                new Norm.Group(2, bench.constant(8), bench.constant(8), 1e-5f),
                bench.constant(2, 8),
                Activation.SILU,
                residual);
    }
}
