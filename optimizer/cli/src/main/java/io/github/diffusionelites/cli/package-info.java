/** The command line: reads arguments, shows progress, turns failures into sentences and exit codes. */
@NullMarked
package io.github.diffusionelites.cli;

import org.jspecify.annotations.NullMarked;
