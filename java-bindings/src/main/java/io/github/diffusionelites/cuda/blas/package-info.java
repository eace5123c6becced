/**
 * Matrix products of NVIDIA's cuBLAS, where it is installed; {@code ./elites devices} reports it. Not exported.
 *
 * <p>Programs multiply with kernels of their own and do not need it: how many elites a covariance sums is known to the
 * device alone, while a call of the library takes it from the host, and the library chooses its algorithm, and with it
 * the bits of a row, by the number of rows, which must not show in a result.
 *
 * <p>Matrices are column-major, as in Fortran; a row-major matrix is its transpose. Addresses are of the device.
 */
@NullMarked
package io.github.diffusionelites.cuda.blas;

import org.jspecify.annotations.NullMarked;
