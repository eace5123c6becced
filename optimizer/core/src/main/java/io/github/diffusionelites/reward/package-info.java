/** Rewards: what scores the samples of a search, on the device or in Java. */
package io.github.diffusionelites.reward;
