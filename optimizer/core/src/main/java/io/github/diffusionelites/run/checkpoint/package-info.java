/**
 * Checkpoints of a run on disk.
 *
 * <p>{@link io.github.diffusionelites.run.checkpoint.CheckpointFormat} turns a
 * {@link io.github.diffusionelites.run.checkpoint.Checkpoint} into bytes and back;
 * {@link io.github.diffusionelites.run.checkpoint.CheckpointDirectory} writes files of them so that a reader never sees
 * half of one, and keeps the last two;
 * {@link io.github.diffusionelites.run.checkpoint.DirectoryLock} keeps a second process away.
 *
 * <p>A change of the layout takes a new format version; a reader refuses versions that it does not know, as bytes that
 * are understood in part would give wrong results silently.
 */
@NullMarked
package io.github.diffusionelites.run.checkpoint;

import org.jspecify.annotations.NullMarked;
