package io.github.diffusionelites.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

/**
 * The mean squared error of the v-prediction and its gradient.
 *
 * <p>Parameters go into the engine and the gradient comes out anew at each call: the copies cost little beside the
 * network, and no native memory outlives the call.
 */
final class VelocityLoss implements AutoCloseable {

    private final Unet1d network;
    private final ParameterLayout layout;
    private final NDManager root;

    VelocityLoss(Unet1d network) {
        this.network = network;
        this.layout = network.layout();
        this.root = TrainingEngine.newManager();
    }

    /**
     * A loss and where it falls.
     *
     * @param value mean squared error over all values of the batch
     * @param gradient by the parameters, in the order of the layout
     */
    record Result(double value, float[] gradient) {}

    /**
     * Evaluates the loss of a batch.
     *
     * @param parameters in the order of the layout
     */
    Result evaluate(float[] parameters, NoisyBatch batch) {
        try (NDManager manager = root.newSubManager();
                GradientCollector collector = TrainingEngine.get().newGradientCollector()) {
            NDArray flat = manager.create(parameters, new Shape(parameters.length));
            flat.setRequiresGradient(true);
            NDArray predicted = predict(manager, flat, batch.noisy(), batch.timesteps());
            NDArray loss = predicted
                    .sub(manager.create(batch.velocity(), predicted.getShape()))
                    .square()
                    .mean();
            collector.backward(loss);
            return new Result(loss.getFloat(), flat.getGradient().toFloatArray());
        }
    }

    /**
     * Predicts v without a gradient.
     *
     * @param parameters in the order of the layout
     * @param noisy shape [batch, channels, length] row-major
     * @param timesteps one for each sample
     * @return shape of {@code noisy}
     */
    float[] predict(float[] parameters, float[] noisy, int[] timesteps) {
        try (NDManager manager = root.newSubManager()) {
            return predict(manager, manager.create(parameters, new Shape(parameters.length)), noisy, timesteps)
                    .toFloatArray();
        }
    }

    private NDArray predict(NDManager manager, NDArray flat, float[] noisy, int[] timesteps) {
        UnetConfig config = network.config();
        NDArray x = manager.create(noisy, new Shape(timesteps.length, config.channels(), config.length()));
        return network.forward(x, timesteps, new Weights(flat, layout));
    }

    @Override
    public void close() {
        root.close();
    }
}
