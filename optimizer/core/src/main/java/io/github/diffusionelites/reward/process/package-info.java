/** Rewards computed by child processes, which speak a protocol over their standard input and output. */
@NullMarked
package io.github.diffusionelites.reward.process;

import org.jspecify.annotations.NullMarked;
