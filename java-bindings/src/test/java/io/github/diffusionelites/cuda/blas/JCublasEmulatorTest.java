package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.blas.jcublas.JCublasLibrary;

/** Products of the emulated cuBLAS 12, through JCublas. */
class JCublasEmulatorTest extends ProductConformance {

    @Override
    Blas open() {
        assertThat(JCublasLibrary.probe().problem()).isEmpty();
        return JCublasLibrary.open();
    }
}
