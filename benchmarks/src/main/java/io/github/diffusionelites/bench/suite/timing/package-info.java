/**
 * {@code time}: how long a CUDA device takes for every kernel and for whole generations, beside what the device allows
 * and beside peers.
 */
@NullMarked
package io.github.diffusionelites.bench.suite.timing;

import org.jspecify.annotations.NullMarked;
