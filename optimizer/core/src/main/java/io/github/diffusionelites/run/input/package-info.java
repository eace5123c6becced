/** What readers of files that people write have in common: which values are allowed, and how a mistake is told. */
@NullMarked
package io.github.diffusionelites.run.input;

import org.jspecify.annotations.NullMarked;
