/** Programs that measure, and print what the results under {@code benchmarks/results} are made of. */
@NullMarked
package io.github.diffusionelites.bench;

import org.jspecify.annotations.NullMarked;
