/**
 * Training of models.
 *
 * @provides io.github.diffusionelites.model.ModelTrainer for trajectories of a unicycle
 */
module io.github.diffusionelites.training {
    requires ai.djl.api;
    requires io.github.diffusionelites.core;
    requires tools.jackson.databind;

    provides io.github.diffusionelites.model.ModelTrainer with
            io.github.diffusionelites.training.UnicycleTrainer;
}
