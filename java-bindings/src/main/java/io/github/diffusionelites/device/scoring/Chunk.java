package io.github.diffusionelites.device.scoring;

/**
 * Decoded rows that wait for their rewards.
 *
 * @param firstRow first row over the flattened searches and individuals
 * @param rows how many, at least 1
 */
public record Chunk(long firstRow, int rows) {}
