/** Benchmarks of operations and of whole generations on the Java Microbenchmark Harness. */
@NullMarked
package io.github.diffusionelites.bench.jmh;

import org.jspecify.annotations.NullMarked;
