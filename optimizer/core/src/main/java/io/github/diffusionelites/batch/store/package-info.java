/**
 * What the directory of a batch job holds, and what reads it: the journal of finished searches, their samples in
 * arrays, the manifest, and tables.
 *
 * <p>The {@linkplain io.github.diffusionelites.batch.store.BatchJournal journal} decides whether a search is finished.
 * Whoever writes forces the {@linkplain io.github.diffusionelites.batch.store.ResultShards arrays} before the journal
 * tells of a search, so that the samples of a finished search are there whatever happens.
 *
 * <p>Parquet files are written by a few classes of this package. What a flat table needs of the format is small, and the
 * libraries that write it for Java (parquet-java, and those built on it: carpet-record, parquet-floor) bring parts of
 * Hadoop, some 9 MB, and jars that have packages in common, which a module path refuses; hardwood only reads, and checks
 * the files in tests.
 */
@NullMarked
package io.github.diffusionelites.batch.store;

import org.jspecify.annotations.NullMarked;
