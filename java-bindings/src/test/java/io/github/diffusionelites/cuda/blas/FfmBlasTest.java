package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

/** cuBLAS by the foreign function interface. */
class FfmBlasTest extends BlasConformance {

    @Override
    Blas open() {
        assertThat(FfmBlas.probe().problem()).isEmpty();
        return FfmBlas.open();
    }
}
