package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiConsumer;

/** Kernels that no workload launches, each in a program of its own at the shape of the workload next to it. */
final class OtherCases {

    private static final int COMPONENTS = 4;
    /** Enough to fill a device; as the device chooses for large populations. */
    private static final int MOST_CHUNK_ROWS = 4096;

    private static final float JITTER = 1e-3f;

    private OtherCases() {}

    /** Returns all cases. */
    static List<KernelCase> all(Scale scale) {
        int population = scale.size(16_384, 40);
        int width = scale.size(64, 6);
        int wide = scale.size(1024, 6);
        int large = scale.size(65_536, 40);
        int widest = scale.size(4096, 7);
        return List.of(
                mixture(population, width, Noise.PORTABLE),
                mixture(population, width, Noise.FAST),
                eliteMatrix(population, width, population / 10, Noise.PORTABLE),
                eliteMatrix(population, wide, scale.size(256, 4), Noise.FAST),
                factors(scale.size(1024, 2), scale.size(256, 24), scale.size(64, 6)),
                full(population, width, Noise.FAST),
                full(large, widest, Noise.PORTABLE),
                drawnByElites(large, widest, large / 10),
                covariance(large, widest),
                dense(scale.size(4096, 6), scale.size(1024, 6), Products.KERNELS),
                dense(scale.size(4096, 6), scale.size(1024, 6), Products.LIBRARY),
                dense(scale.size(4096, 6), scale.size(4096, 7), Products.KERNELS),
                dense(scale.size(4096, 6), scale.size(4096, 7), Products.LIBRARY),
                features(scale.size(4096, 6), scale.size(64, 8), scale.size(32, 4), Precision.BFLOAT16),
                features(scale.size(4096, 6), scale.size(64, 8), scale.size(32, 4), Precision.FLOAT32));
    }

    private static KernelCase mixture(int n, int d, Noise noise) {
        return one("mixture, N " + n + ", d " + d, 1, n, Precision.FLOAT32, noise, (recorder, buffers) -> {
            recorder.sampleMixture(
                    recorder.rows(buffers.floats(1, n, d)),
                    buffers.filled(1, 1, COMPONENTS),
                    buffers.normals(1, COMPONENTS, d),
                    buffers.filled(1, 1, COMPONENTS, d),
                    buffers.ids(1),
                    buffers.integers(1, n));
        });
    }

    private static KernelCase full(int n, int d, Noise noise) {
        return one("full, N " + n + ", d " + d, 1, n, Precision.FLOAT32, noise, (recorder, buffers) -> {
            Buffer factor = buffers.floats(1, d, d);
            factor.write(0, identity(1, d));
            recorder.sampleFull(recorder.rows(buffers.floats(1, n, d)), buffers.normals(1, d), factor, buffers.ids(1));
        });
    }

    private static KernelCase eliteMatrix(int n, int d, int elites, Noise noise) {
        String label = "elite matrix, N " + n + ", d " + d + ", K " + elites;
        return one(label, 1, n, Precision.FLOAT32, noise, (recorder, buffers) -> {
            Buffer counts = buffers.integers(1);
            counts.write(0, new int[] {elites});
            Proposal.EliteMatrix proposal = new Proposal.EliteMatrix(
                    buffers.normals(1, d),
                    buffers.normals(1, elites, d),
                    counts,
                    buffers.filled(JITTER, 1),
                    buffers.floats(1, Proposal.DIVERGENCE),
                    buffers.integers(1));
            Rows.Stored rows = recorder.rows(buffers.floats(1, n, d));
            recorder.sampleEliteMatrix(rows, proposal, buffers.ids(1));
            Selection selection = buffers.selection(1, n);
            recorder.select(buffers.normals(1, n), buffers.settings(1, n, elites), selection);
            Buffer mean = buffers.floats(1, d);
            recorder.moments(rows, selection, mean, buffers.floats(1, d));
            recorder.updateEliteMatrix(rows, selection, mean, buffers.filled(JITTER, 1), proposal);
        });
    }

    /** Only drawing: its refit would take a block minutes. */
    private static KernelCase drawnByElites(int n, int d, int elites) {
        String label = "elite matrix, N " + n + ", d " + d + ", K " + elites;
        return one(label, 1, n, Precision.FLOAT32, Noise.PORTABLE, (recorder, buffers) -> {
            Buffer counts = buffers.integers(1);
            counts.write(0, new int[] {elites});
            recorder.sampleEliteMatrix(
                    recorder.rows(buffers.floats(1, n, d)),
                    new Proposal.EliteMatrix(
                            buffers.normals(1, d),
                            buffers.normals(1, elites, d),
                            counts,
                            buffers.filled(JITTER, 1),
                            buffers.floats(1, Proposal.DIVERGENCE),
                            buffers.integers(1)),
                    buffers.ids(1));
        });
    }

    /** Without a factor, which would take a block minutes. */
    private static KernelCase covariance(int n, int d) {
        return one("covariance, N " + n + ", d " + d, 1, n, Precision.FLOAT32, Noise.PORTABLE, (recorder, buffers) -> {
            Rows.Stored rows = recorder.rows(buffers.floats(1, n, d));
            recorder.sampleDiagonal(rows, buffers.normals(1, d), buffers.filled(1, 1, d), buffers.ids(1));
            Selection selection = buffers.selection(1, n);
            recorder.select(buffers.normals(1, n), buffers.settings(1, n, n / 10), selection);
            Buffer mean = buffers.floats(1, d);
            recorder.moments(rows, selection, mean, buffers.floats(1, d));
            recorder.covariance(rows, selection, mean, buffers.filled(JITTER, 1), buffers.floats(1, d, d));
        });
    }

    /** Covariances with shrinkage, and factors that are not tried again. */
    private static KernelCase factors(int searches, int n, int d) {
        String label = "shrinkage, " + searches + " x N " + n + ", d " + d;
        return one(label, searches, n, Precision.FLOAT32, Noise.PORTABLE, (recorder, buffers) -> {
            Rows.Stored rows = recorder.rows(buffers.normals(searches, n, d));
            Selection selection = buffers.selection(searches, n);
            recorder.select(buffers.normals(searches, n), buffers.settings(searches, n, n / 2), selection);
            Buffer mean = buffers.floats(searches, d);
            recorder.moments(rows, selection, mean, buffers.floats(searches, d));
            Buffer covariance = buffers.floats(searches, d, d);
            recorder.covariance(rows, selection, mean, buffers.filled(JITTER, searches), covariance);
            recorder.shrink(selection, covariance, buffers.floats(searches));
            recorder.cholesky(covariance, buffers.floats(searches, d, d), buffers.integers(searches));
            recorder.robustCholesky(
                    covariance, buffers.floats(searches, d, d), buffers.integers(searches), buffers.integers(searches));
        });
    }

    /** Loading, joining and normalising feature maps by themselves, and rows on the shell. */
    private static KernelCase features(int n, int channels, int length, Precision precision) {
        String label = "features, N " + n + ", " + channels + " x " + length;
        return one(label, 1, n, precision, Noise.PORTABLE, (recorder, buffers) -> {
            Rows.Stored rows = recorder.rows(buffers.normals(1, n, channels, length));
            Rows shell = recorder.rescale(rows, (float) Math.sqrt(channels * length));
            Features first = recorder.load(shell, channels, length);
            Features second = recorder.load(rows, channels, length);
            Features both = recorder.concatenate(first, second);
            recorder.normalize(both, new Norm.Rms(ones(2 * channels)));
        });
    }

    /** A wide dense layer; without a library, that case has the figures of kernels, under their names. */
    private static KernelCase dense(int n, int width, Products products) {
        String label = "dense, N " + n + ", " + width + " x " + width + ", by "
                + products.name().toLowerCase(Locale.ROOT) + ", bfloat16";
        Epilogue epilogue = new Epilogue(Norm.NONE, null, Activation.SILU, null);
        PlanOptions options = new PlanOptions(n, 1, Precision.BFLOAT16).withProducts(products);
        return of(label, 1, n, options, (recorder, buffers) -> {
            Convolution1d layer = Convolution1d.linear(Constant.of(weights(width), width, width), ones(width));
            Rows.Stored rows = recorder.rows(buffers.normals(1, n, width));
            recorder.linear(recorder.load(rows, width, 1), layer, epilogue);
        });
    }

    private static float[] weights(int width) {
        Random random = new Random(width);
        float[] values = new float[width * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(width));
        }
        return values;
    }

    private static Constant ones(int count) {
        float[] values = new float[count];
        Arrays.fill(values, 1);
        return Constant.of(values, count);
    }

    private static float[] identity(int searches, int d) {
        float[] values = new float[searches * d * d];
        for (int i = 0; i < searches * d; i++) {
            values[i * d + i % d] = 1;
        }
        return values;
    }

    private static KernelCase one(
            String label,
            int searches,
            int individuals,
            Precision precision,
            Noise noise,
            BiConsumer<Recorder, DeviceBuffers> body) {
        String arithmetic = noise == Noise.FAST ? ", fast noise" : "";
        String suffix = precision == Precision.BFLOAT16 ? ", bfloat16" : "";
        int chunkRows = Math.min(MOST_CHUNK_ROWS, searches * individuals);
        PlanOptions options = new PlanOptions(chunkRows, 1, precision).withNoise(noise);
        return of(label + arithmetic + suffix, searches, individuals, options, body);
    }

    private static KernelCase of(
            String label,
            int searches,
            int individuals,
            PlanOptions options,
            BiConsumer<Recorder, DeviceBuffers> body) {
        return new KernelCase("", label, options.precision(), (device, seed) -> {
            DeviceBuffers buffers = new DeviceBuffers(device, seed);
            Recorder recorder = new Recorder(searches, individuals);
            body.accept(recorder, buffers);
            Program program = compile(device, recorder, options, buffers);
            return new KernelCase.Opened(program, List.of(program, buffers));
        });
    }

    private static Program compile(Device device, Recorder recorder, PlanOptions options, DeviceBuffers buffers) {
        try {
            return device.compile(recorder.finish(), options);
        } catch (RuntimeException e) {
            buffers.close();
            throw e;
        }
    }
}
