/**
 * Runs: a job is prepared, searched, and written to a directory.
 *
 * <p>{@link io.github.diffusionelites.run.PreparedRun} checks all that a job names before anything is written;
 * {@link io.github.diffusionelites.run.RunDirectory} holds what a run found;
 * {@link io.github.diffusionelites.run.ResumePoint} finds where it can go on.
 *
 * <p>The order in which files are written is what makes a resumption exact. A generation's lines and frame come first,
 * then, when it is time, a checkpoint after the lines are forced to the disk: a checkpoint never knows of more
 * generations than the lines do. A resumed run reads its former lines back for result and pictures, and cuts off what
 * is beyond the checkpoint. Results are written last, each beside its place and then moved there.
 */
@NullMarked
package io.github.diffusionelites.run;

import org.jspecify.annotations.NullMarked;
