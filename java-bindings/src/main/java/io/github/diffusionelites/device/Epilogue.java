package io.github.diffusionelites.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the output of a convolution before it is stored:
 * {@code residual + activation(norm(y) * (1 + scale) + shift)}.
 *
 * @param norm the normalisation
 * @param scaleShift scale, then shift, shape {@code [2, channels]}; null for none
 * @param activation the nonlinearity
 * @param residual added at the end; null for none
 */
public record Epilogue(
        Norm norm,
        @Nullable Constant scaleShift,
        Activation activation,
        @Nullable Features residual) {

    /** Stores the output as it is. */
    public static final Epilogue NONE = new Epilogue(Norm.NONE, null, Activation.NONE, null);

    /** Checks that the norm and the activation are there. */
    public Epilogue {
        Objects.requireNonNull(norm, "norm");
        Objects.requireNonNull(activation, "activation");
    }
}
