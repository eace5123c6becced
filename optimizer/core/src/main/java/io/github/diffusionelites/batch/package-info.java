/**
 * Jobs of thousands of searches: a manifest says what each of them is, and all share the device until the last one is
 * done.
 *
 * <p>{@link io.github.diffusionelites.batch.PreparedBatch} runs a {@link io.github.diffusionelites.batch.BatchJob} on
 * the device of its process, {@link io.github.diffusionelites.batch.WorkerCrew} by worker processes. Inside, a
 * {@code TaskQueue} has the searches that nobody runs, a {@code PoolLoop} keeps one device busy with them through a
 * {@link io.github.diffusionelites.search.SearchPool}, and a {@code BatchStore} brings to the disk what they find. A worker
 * is a {@code PoolLoop} whose searches come from a pipe and whose results go into one; its parent, the
 * {@code WorkerDealer}, has queue and store. The pipes are in {@link io.github.diffusionelites.batch.worker}.
 *
 * <p>As noise is a function of seed, id, generation and place alone, a search gives the same bits wherever it runs, beside
 * whom, and however often it begins anew. So nothing here has to be exactly once: a search is finished when the journal
 * says so, after its samples are on the disk; until then it may be run again. Before the states of running searches are
 * saved, all that is finished is in the journal, so that a kill finds each search in one of both.
 */
@NullMarked
package io.github.diffusionelites.batch;

import org.jspecify.annotations.NullMarked;
