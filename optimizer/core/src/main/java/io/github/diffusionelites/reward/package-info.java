/** Rewards: what scores the samples of a search, on the device or in Java. */
@NullMarked
package io.github.diffusionelites.reward;

import org.jspecify.annotations.NullMarked;
