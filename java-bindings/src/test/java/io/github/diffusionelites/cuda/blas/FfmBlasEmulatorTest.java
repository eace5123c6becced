package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

/** Products of the emulated cuBLAS, by the foreign function interface. */
class FfmBlasEmulatorTest extends ProductConformance {

    @Override
    Blas open() {
        assertThat(FfmBlas.probe().problem()).isEmpty();
        return FfmBlas.open();
    }
}
