package io.github.diffusionelites.bench.suite.timing;

import java.util.stream.DoubleStream;

/**
 * What a device does at best, each a second; all measured but the last, which follows from its clock.
 *
 * @param copiedBytes read and written, by copies that are larger than the cache
 * @param filledBytes written, by fillings that are larger than the cache
 * @param bfloat16Flops of our convolution's tiles on a shape that fills the device
 * @param float32Flops the same in float32, by three TF32 products for one
 * @param normals in portable arithmetic, written to the cache
 * @param fastNormals with the device's special functions, written to the cache
 * @param scalarFlops multiprocessors times 128 lanes times 2 times the clock; 0 where that is not known
 */
record Ceilings(
        double copiedBytes,
        double filledBytes,
        double bfloat16Flops,
        double float32Flops,
        double normals,
        double fastNormals,
        double scalarFlops) {

    /** Below this share of what is written, reading is nothing. */
    private static final double HARDLY_READ = 0.1;

    /** Returns the seconds that work takes at least: those of whatever takes longest. */
    double seconds(Work work) {
        return DoubleStream.of(
                        (work.read() + work.written()) / bandwidth(work),
                        share(work.bfloat16Flops(), bfloat16Flops) + share(work.float32Flops(), float32Flops),
                        share(work.normals(), normals) + share(work.fastNormals(), fastNormals),
                        share(work.scalarFlops(), scalarFlops))
                .max()
                .orElseThrow();
    }

    private double bandwidth(Work work) {
        return work.read() < HARDLY_READ * work.written() ? filledBytes : copiedBytes;
    }

    private static double share(double amount, double rate) {
        return rate > 0 ? amount / rate : 0;
    }
}
