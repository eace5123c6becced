/**
 * Whether a CUDA device does what this project promises. Each check runs in a process of its own, so that one that
 * fails, hangs or loses the device takes nothing from the others.
 */
@NullMarked
package io.github.diffusionelites.bench.suite.check;

import org.jspecify.annotations.NullMarked;
