/** Tests of what the bindings to the CUDA driver have in common. */
@NullMarked
package io.github.diffusionelites.cuda.driver;

import org.jspecify.annotations.NullMarked;
