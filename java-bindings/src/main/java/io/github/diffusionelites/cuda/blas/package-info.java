/**
 * Matrix products of NVIDIA's cuBLAS, where it is installed; the engine has kernels of its own where it is not. Not
 * exported.
 *
 * <p>Matrices are column-major, as in Fortran; a row-major matrix is its transpose. Addresses are of the device.
 */
@NullMarked
package io.github.diffusionelites.cuda.blas;

import org.jspecify.annotations.NullMarked;
