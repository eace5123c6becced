/**
 * Jobs of thousands of searches: a manifest says what each of them is, and all share the device until the last one is
 * done.
 */
@NullMarked
package io.github.diffusionelites.batch;

import org.jspecify.annotations.NullMarked;
