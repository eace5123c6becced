/**
 * Training of models.
 *
 * @provides io.github.diffusionelites.model.ModelTrainer for trajectories of a unicycle
 */
module io.github.diffusionelites.training {
    requires ai.djl.api;
    requires io.github.diffusionelites.core;
    requires tools.jackson.databind;
    requires static org.jspecify;

    provides io.github.diffusionelites.model.ModelTrainer with
            io.github.diffusionelites.training.UnicycleTrainer;
}
