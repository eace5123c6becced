/**
 * Devices, buffers and programs: where populations live and what runs on them.
 *
 * <p>A {@link io.github.diffusionelites.device.Recorder} records the operations of one generation, independent of a
 * device. {@link io.github.diffusionelites.device.Device#compile} plans the recording (chunks, lanes, workspace) and
 * makes a {@link io.github.diffusionelites.device.Program}, which runs a generation with one call. What varies between
 * generations is the seed and the generation; what varies between searches stands in buffers with a row for each
 * search.
 */
package io.github.diffusionelites.device;
