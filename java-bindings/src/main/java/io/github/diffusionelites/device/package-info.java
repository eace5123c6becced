/**
 * Devices, buffers and programs: where populations live and what runs on them.
 *
 * <p>A {@link io.github.diffusionelites.device.Recorder} records the operations of one generation, independent of a
 * device. {@link io.github.diffusionelites.device.Device#compile} plans the recording (chunks, lanes, workspace) and
 * makes a {@link io.github.diffusionelites.device.Program}, which runs a generation with one call. What varies between
 * generations is the seed and the generation; what varies between searches stands in buffers with a row for each
 * search.
 *
 * <p>The set of operations is {@link io.github.diffusionelites.device.Operation}. For each row alone: latents from
 * diagonal, full and elite-matrix proposals and from mixtures; loading, convolutions and linear layers with their
 * epilogue, normalisation, concatenation, softmax and linear attention; sampler steps, affine maps, rewards. For all
 * rows of a search: selection, moments, covariance, shrinkage, Cholesky factors with and without retries, updates of
 * the three kinds of {@link io.github.diffusionelites.device.Proposal}, steps of Diffusion Evolution, champions,
 * gathered elites, statistics of rewards and norms of rows.
 */
@NullMarked
package io.github.diffusionelites.device;

import org.jspecify.annotations.NullMarked;
