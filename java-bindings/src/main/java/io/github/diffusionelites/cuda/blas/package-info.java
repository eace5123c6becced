/**
 * Matrix products of NVIDIA's cuBLAS, where it is installed; {@code ./elites devices} reports it. Not exported.
 *
 * <p>Programs whose plan wishes for it multiply their dense layers with it. It cannot do the rest as well: how many elites
 * a covariance sums is known to the device alone, while a call of the library takes it from the host, and convolutions
 * would have to be laid out anew. By itself no program takes it, because the library chooses its algorithm, and with it the
 * bits of a row, by the number of rows.
 *
 * <p>Matrices are column-major, as in Fortran; a row-major matrix is its transpose. Addresses are of the device.
 */
@NullMarked
package io.github.diffusionelites.cuda.blas;

import org.jspecify.annotations.NullMarked;
