package io.github.diffusionelites.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.cuda.blas.jcublas.JCublasLibrary;
import jcuda.jcublas.JCublas2;
import org.junit.jupiter.api.Test;

/** cuBLAS 12 through JCublas. */
class JCublasTest extends BlasConformance {

    @Override
    Blas open() {
        assertThat(JCublasLibrary.probe().problem()).isEmpty();
        return JCublasLibrary.open();
    }

    @Test
    void shouldReturnAStatusEvenWhereTheProgramWantsExceptionsOfJCublas() {
        Blas blas = open();
        JCublas2.setExceptionsEnabled(true);
        try {
            StubCublas.fail("cublasDestroy_v2", 7);
            assertThat(blas.destroy(1)).isEqualTo(7);
        } finally {
            JCublas2.setExceptionsEnabled(false);
        }
    }
}
