/**
 * The pipes between a worker and its parent, what they say to each other, and in which bytes. What they do with it is
 * in the package above: {@link io.github.diffusionelites.batch.Worker} and
 * {@link io.github.diffusionelites.batch.WorkerCrew}.
 */
@NullMarked
package io.github.diffusionelites.batch.worker;

import org.jspecify.annotations.NullMarked;
