/** Benchmarks of operations and of whole generations on the Java Microbenchmark Harness. */
package io.github.diffusionelites.bench.jmh;
