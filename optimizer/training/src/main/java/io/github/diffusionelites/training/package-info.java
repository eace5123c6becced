/**
 * Training of small diffusion models: data, a one-dimensional U-Net in DJL operations, the optimizer and the files of a
 * model. Found through {@link io.github.diffusionelites.model.ModelTrainer}; nothing of it is needed to run a search.
 */
@NullMarked
package io.github.diffusionelites.training;

import org.jspecify.annotations.NullMarked;
