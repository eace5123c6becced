/**
 * The table of all searches of a batch job, and what writes tables in formats that others read: CSV here,
 * {@linkplain io.github.diffusionelites.batch.table.ParquetFormat Parquet} where the program has the library for it.
 */
@NullMarked
package io.github.diffusionelites.batch.table;

import org.jspecify.annotations.NullMarked;
