package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The named tensors of a flat parameter vector, as views through which gradients flow back to the vector. */
final class Weights {

    private final Map<String, NDArray> tensors = new HashMap<>();

    /**
     * Splits the flat vector.
     *
     * @param flat shape [size of the layout]; owns the views through its manager
     * @param layout of the vector
     */
    Weights(NDArray flat, ParameterLayout layout) {
        List<ParameterLayout.Parameter> parameters = layout.parameters();
        long[] boundaries = parameters.stream()
                .skip(1)
                .mapToLong(ParameterLayout.Parameter::offset)
                .toArray();
        NDList pieces = flat.split(boundaries, 0);
        for (int i = 0; i < parameters.size(); i++) {
            tensors.put(
                    parameters.get(i).name(),
                    pieces.get(i).reshape(parameters.get(i).shape()));
        }
    }

    /**
     * The tensor of a name.
     *
     * @throws IllegalArgumentException if the layout has no such name
     */
    NDArray get(String name) {
        NDArray tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("The network has no parameter named " + name + ".");
        }
        return tensor;
    }
}
