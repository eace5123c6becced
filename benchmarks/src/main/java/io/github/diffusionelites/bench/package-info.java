/** Programs that measure, and print what the results under {@code benchmarks/results} are made of. */
package io.github.diffusionelites.bench;
