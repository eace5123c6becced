/**
 * Figures of batch jobs for programs that collect metrics with Micrometer, which this library does not bring: the
 * program has {@code io.micrometer:micrometer-core} itself.
 */
@NullMarked
package io.github.diffusionelites.metrics;

import org.jspecify.annotations.NullMarked;
