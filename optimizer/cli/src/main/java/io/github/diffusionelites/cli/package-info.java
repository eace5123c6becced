/** The command line: reads arguments, shows progress, turns failures into sentences and exit codes. */
package io.github.diffusionelites.cli;
