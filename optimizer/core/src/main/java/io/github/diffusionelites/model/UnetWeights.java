package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Shape;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The parameters of a {@link Unet1d}, checked against its layout, as the constants of operations. */
final class UnetWeights {

    private static final float GROUP_EPSILON = 1e-5f;
    private static final double STANDARDIZATION_EPSILON = 1e-5;

    private final ModelConfig config;
    private final Safetensors tensors;

    /**
     * Checks the parameters.
     *
     * @param file that they were read from
     * @throws ModelFormatException if one is missing, is of another shape, is left over, or is not finite
     */
    UnetWeights(ModelConfig config, Safetensors tensors, Path file) {
        this.config = config;
        this.tensors = tensors;
        Map<String, Shape> layout = Unet1dLayout.of(config);
        for (Map.Entry<String, Shape> entry : layout.entrySet()) {
            require(file, entry.getKey(), entry.getValue());
        }
        Set<String> others = new TreeSet<>(tensors.names());
        others.removeAll(layout.keySet());
        if (!others.isEmpty()) {
            throw new ModelFormatException("The weights " + file + " hold " + others.size()
                    + " tensors that the network of the description does not have, the first "
                    + Quoted.shortened(others.iterator().next()) + ".");
        }
    }

    private void require(Path file, String name, Shape shape) {
        if (!tensors.contains(name)) {
            throw new ModelFormatException("The weights " + file + " lack the tensor \"" + name + "\" of shape " + shape
                    + " that the network of the description has.");
        }
        if (!tensors.shape(name).equals(shape)) {
            throw new ModelFormatException("The tensor \"" + name + "\" of " + file + " has shape "
                    + tensors.shape(name) + ", but the network of the description needs " + shape + ".");
        }
        float[] values = tensors.floats(name);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ModelFormatException("The tensor \"" + name + "\" of " + file + " has the value " + values[i]
                        + " at place " + i + " of " + values.length + "; all weights must be finite.");
            }
        }
    }

    ModelConfig config() {
        return config;
    }

    /** Returns the values of a parameter. */
    float[] floats(String name) {
        return tensors.floats(name);
    }

    /** Returns a convolution that keeps the length; kernel is odd. */
    Convolution1d same(String name) {
        Constant weight = constant(name + ".weight");
        return new Convolution1d(
                weight, constant(name + ".bias"), 1, (int) weight.shape().dimension(2) / 2, false);
    }

    /** Returns a convolution of kernel 1 without bias. */
    Convolution1d projection(String name) {
        return new Convolution1d(constant(name + ".weight"), null, 1, 0, false);
    }

    /** Returns a convolution that halves the length. */
    Convolution1d halving(String name) {
        return new Convolution1d(constant(name + ".weight"), constant(name + ".bias"), 2, 1, false);
    }

    /** Returns a convolution of twice the length. */
    Convolution1d doubling(String name) {
        return new Convolution1d(
                constant(name + ".weight"), constant(name + ".bias"), 1, Unet1dLayout.BLOCK_KERNEL / 2, true);
    }

    /** Returns the convolution of a residual block; its weight is standardised where the description says so. */
    Convolution1d block(String name) {
        Constant weight = constant(name + ".weight");
        if (config.weightStandardization()) {
            weight = standardized(weight);
        }
        return new Convolution1d(weight, constant(name + ".bias"), 1, Unet1dLayout.BLOCK_KERNEL / 2, false);
    }

    /** Returns a group normalisation. */
    Norm groupNorm(String name) {
        return new Norm.Group(config.groups(), constant(name + ".weight"), constant(name + ".bias"), GROUP_EPSILON);
    }

    /** Returns a root-mean-square normalisation; its gain stands in the file as [1, channels, 1]. */
    Norm rmsNorm(String name) {
        float[] gain = tensors.floats(name);
        return new Norm.Rms(Constant.of(gain, gain.length));
    }

    private Constant constant(String name) {
        Shape shape = tensors.shape(name);
        long[] dimensions = new long[shape.rank()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.dimension(i);
        }
        return Constant.of(tensors.floats(name), dimensions);
    }

    /** {@code (w - mean) / sqrt(variance + 1e-5)} for each output channel, biased variance (Qiao et al. 2019). */
    private static Constant standardized(Constant weight) {
        float[] values = weight.values();
        int rows = (int) weight.shape().dimension(0);
        int width = values.length / rows;
        for (int row = 0; row < rows; row++) {
            double mean = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                mean += values[i] / (double) width;
            }
            double variance = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                variance += (values[i] - mean) * (values[i] - mean) / width;
            }
            double scale = 1 / Math.sqrt(variance + STANDARDIZATION_EPSILON);
            for (int i = row * width; i < (row + 1) * width; i++) {
                values[i] = (float) ((values[i] - mean) * scale);
            }
        }
        return Constant.of(
                values, rows, weight.shape().dimension(1), weight.shape().dimension(2));
    }
}
