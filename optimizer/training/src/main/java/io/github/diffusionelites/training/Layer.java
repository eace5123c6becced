package io.github.diffusionelites.training;

/** A part of the network that owns named parameters. */
interface Layer {

    /** Adds the parameters of this layer to the layout. */
    void declare(ParameterLayout layout);
}
