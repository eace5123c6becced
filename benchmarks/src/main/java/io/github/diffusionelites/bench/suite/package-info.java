/** The suite for hosts with a GPU: what it can be asked for. */
@NullMarked
package io.github.diffusionelites.bench.suite;

import org.jspecify.annotations.NullMarked;
