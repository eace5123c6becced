package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Precision;
import org.junit.jupiter.api.Nested;

/** Layers in bfloat16 against the references in double precision, as far as eight bits of fraction go. */
public abstract class ReducedPrecisionSuite {

    /** Operands and results are rounded by up to 2^-9 each; norms and sums enlarge that. */
    private static final double TOLERANCE = 2e-2;

    /** Opens the device under test. */
    protected abstract Device open();

    private Device reduced() {
        return new WishingDevice(open(), wish -> wish.withPrecision(Precision.BFLOAT16));
    }

    @Nested
    class Convolutions extends ConvolutionConformance {
        @Override
        protected Device open() {
            return reduced();
        }

        @Override
        protected double tolerance() {
            return TOLERANCE;
        }
    }

    @Nested
    class Layers extends LayerConformance {
        @Override
        protected Device open() {
            return reduced();
        }

        @Override
        protected double tolerance() {
            return TOLERANCE;
        }

        @Override
        protected boolean exact() {
            return false;
        }
    }

    @Nested
    class Networks extends NetworkConformance {
        @Override
        protected Device open() {
            return reduced();
        }

        @Override
        protected double tolerance() {
            return TOLERANCE;
        }
    }

    @Nested
    class Vectors extends ResidualMlpConformance {
        @Override
        protected Device open() {
            return reduced();
        }

        @Override
        protected double tolerance() {
            return TOLERANCE;
        }
    }
}
