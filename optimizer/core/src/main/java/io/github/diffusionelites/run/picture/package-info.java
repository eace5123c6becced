/**
 * Pictures of runs. They need no fonts of the machine: text in vector graphics is left to the viewer, text in
 * animations is drawn from strokes.
 */
@NullMarked
package io.github.diffusionelites.run.picture;

import org.jspecify.annotations.NullMarked;
