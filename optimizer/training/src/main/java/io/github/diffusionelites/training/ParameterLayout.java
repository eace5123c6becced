package io.github.diffusionelites.training;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where each named parameter lies in one flat vector.
 *
 * <p>One vector makes the clipping, the optimizer and the moving average single passes over an array, and the gradient
 * one copy out of the engine.
 */
final class ParameterLayout {

    /**
     * A named tensor of the network.
     *
     * @param name as in the weights file
     * @param shape of the tensor, row-major
     * @param offset of its first value in the flat vector
     * @param center middle of the initial values
     * @param radius initial values are uniform within this distance of the center
     */
    record Parameter(String name, Shape shape, int offset, float center, float radius) {

        int size() {
            return Math.toIntExact(shape.size());
        }
    }

    private final List<Parameter> parameters = new ArrayList<>();
    private int size;

    /** Adds a tensor whose initial values are uniform in ±1/sqrt(fanIn). */
    void addUniform(String name, int fanIn, long... shape) {
        add(name, 0f, (float) (1 / Math.sqrt(fanIn)), shape);
    }

    /** Adds a tensor whose initial values are all the same. */
    void addConstant(String name, float value, long... shape) {
        add(name, value, 0f, shape);
    }

    private void add(String name, float center, float radius, long... shape) {
        Parameter parameter = new Parameter(name, new Shape(shape), size, center, radius);
        parameters.add(parameter);
        size = Math.addExact(size, parameter.size());
    }

    /** The parameters in the order of the flat vector. */
    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    /** The number of values. */
    int size() {
        return size;
    }

    /** Draws initial values for all parameters. */
    float[] initialize(RandomGenerator random) {
        float[] values = new float[size];
        for (Parameter parameter : parameters) {
            for (int i = 0; i < parameter.size(); i++) {
                float unit = parameter.radius() == 0 ? 0 : 2 * random.nextFloat() - 1;
                values[parameter.offset() + i] = parameter.center() + parameter.radius() * unit;
            }
        }
        return values;
    }
}
