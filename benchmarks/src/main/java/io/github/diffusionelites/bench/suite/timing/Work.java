package io.github.diffusionelites.bench.suite.timing;

/**
 * What a launch must at least do.
 *
 * @param read bytes of memory, each once
 * @param written bytes of memory, each once
 * @param bfloat16Flops on tensor cores, two a product
 * @param float32Flops on tensor cores by three TF32 products for one, counted once, two a product
 * @param scalarFlops in float32 beside tensor cores
 * @param normals in portable arithmetic
 * @param fastNormals with the device's special functions
 */
record Work(
        double read,
        double written,
        double bfloat16Flops,
        double float32Flops,
        double scalarFlops,
        double normals,
        double fastNormals) {

    static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

    static Work bytes(double read, double written) {
        return new Work(read, written, 0, 0, 0, 0, 0);
    }

    /** Returns this with products on tensor cores. */
    Work products(double flops, boolean reduced) {
        return plus(new Work(0, 0, reduced ? flops : 0, reduced ? 0 : flops, 0, 0, 0));
    }

    Work scalars(double flops) {
        return plus(new Work(0, 0, 0, 0, flops, 0, 0));
    }

    Work normals(double count, boolean fast) {
        return plus(new Work(0, 0, 0, 0, 0, fast ? 0 : count, fast ? count : 0));
    }

    Work plus(Work other) {
        return new Work(
                read + other.read,
                written + other.written,
                bfloat16Flops + other.bfloat16Flops,
                float32Flops + other.float32Flops,
                scalarFlops + other.scalarFlops,
                normals + other.normals,
                fastNormals + other.fastNormals);
    }

    Work times(double factor) {
        return new Work(
                read * factor,
                written * factor,
                bfloat16Flops * factor,
                float32Flops * factor,
                scalarFlops * factor,
                normals * factor,
                fastNormals * factor);
    }

    /** Returns the FLOP on tensor cores. */
    double tensorFlops() {
        return bfloat16Flops + float32Flops;
    }
}
