package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.DeviceTimes;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Precision;
import java.util.Locale;

/** Measures what a device does at best, in the same process and minutes as what is judged by it. */
final class CeilingMeasurement {

    /** Of a multiprocessor since compute capability 8.6, and of 9.0. */
    private static final double SCALAR_FLOPS_OF_CLOCK = 2 * 128;

    private static final String GROUP = "ceilings";
    private static final int SAMPLES = 20;
    private static final int CACHE_SHARE = 8;
    private static final int CACHE_TIMES = 20;

    private final Session session;
    private final Scale scale;

    CeilingMeasurement(Session session) {
        this.session = session;
        this.scale = session.scale();
    }

    Ceilings measure() {
        double copied;
        double filled;
        double scalar;
        int samples = scale.tiny() ? 2 : SAMPLES;
        try (DeviceTimes times = DeviceTimes.of(session.device(), scale.tiny() ? scale.fillBytes(0) : 0)) {
            long bytes = Math.min(scale.memoryBytes(), session.device().freeBytes() / 4) / 16 * 16;
            copied = bandwidth("copy", 2 * bytes, times.copy(bytes, 1, samples));
            filled = bandwidth("fill", bytes, times.fill(bytes, 1, samples));
            long cached = scale.tiny() ? 4096 : times.cacheBytes() / CACHE_SHARE / 16 * 16;
            bandwidth("copy within the second-level cache", 2 * cached, times.copy(cached, CACHE_TIMES, samples));
            scalar = times.multiprocessors() * SCALAR_FLOPS_OF_CLOCK * times.clock();
        }
        return new Ceilings(
                copied,
                filled,
                tensor(Precision.BFLOAT16),
                tensor(Precision.FLOAT32),
                normals(Noise.PORTABLE),
                normals(Noise.FAST),
                scalar);
    }

    private double bandwidth(String name, long bytes, double[] milliseconds) {
        Samples samples = rate((double) bytes, milliseconds);
        session.sheet()
                .put(Measured.of(GROUP, name, bytes + " B", samples.times(1e-9), "GB/s")
                        .note("by the driver, read and written bytes together"));
        return samples.median();
    }

    private double tensor(Precision precision) {
        try (TensorProgram program = new TensorProgram(session.device(), scale, precision)) {
            Samples samples = rate(program.flops(), program.milliseconds(scale.tiny() ? 2 : SAMPLES));
            session.sheet()
                    .put(Measured.of(
                                    GROUP,
                                    "products of " + precision.name().toLowerCase(Locale.ROOT),
                                    program.shape(),
                                    samples.times(1e-12),
                                    "TFLOP/s")
                            .note(program.kernel() + " on a shape that fills the device"));
            return samples.median();
        }
    }

    private double normals(Noise noise) {
        String name = noise == Noise.FAST ? "normals, fast" : "normals, portable";
        try (NormalsProgram program = new NormalsProgram(session.device(), scale, noise)) {
            Samples samples = rate(program.normals(), program.milliseconds(scale.tiny() ? 2 : SAMPLES));
            session.sheet()
                    .put(Measured.of(GROUP, name, program.shape(), samples.times(1e-9), "G/s")
                            .note(program.kernel() + ", written to the second-level cache"));
            return samples.median();
        }
    }

    /** An amount a second, from milliseconds. */
    private static Samples rate(double amount, double[] milliseconds) {
        double[] rates = new double[milliseconds.length];
        for (int i = 0; i < rates.length; i++) {
            // The events of an emulated device can be at the same time.
            rates[i] = amount / Math.max(milliseconds[i], 1e-6) * 1e3;
        }
        return Samples.of(rates);
    }
}
