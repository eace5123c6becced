package io.github.diffusionelites.training;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101) after clipping by the global norm.
 *
 * <p>m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g²,
 * p -= rate (decay p + m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + eps)).
 */
final class AdamW {

    private static final double MOMENTUM = 0.9;
    private static final double SQUARES_MOMENTUM = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double DECAY = 0.01;
    private static final double LARGEST_NORM = 1.0;

    private final float[] mean;
    private final float[] squares;
    private int updates;

    /** Makes an optimizer for a number of parameters. */
    AdamW(int size) {
        mean = new float[size];
        squares = new float[size];
    }

    /**
     * Takes a step.
     *
     * @param parameters changed in place
     * @param gradient at the parameters; not changed
     * @param rate step size, in units of the parameters
     * @throws ArithmeticException if the gradient is not finite
     */
    void update(float[] parameters, float[] gradient, double rate) {
        double norm = norm(gradient);
        if (!Double.isFinite(norm)) {
            throw new ArithmeticException("The training diverged: the norm of the gradient is " + norm + " at step "
                    + updates + "; train with another seed or a larger batch.");
        }
        updates++;
        float clip = (float) (norm > LARGEST_NORM ? LARGEST_NORM / norm : 1);
        float keep = (float) MOMENTUM;
        float keepSquares = (float) SQUARES_MOMENTUM;
        float shrink = (float) (1 - rate * DECAY);
        float step = (float) (rate / (1 - Math.pow(MOMENTUM, updates)));
        float unbias = (float) (1 / Math.sqrt(1 - Math.pow(SQUARES_MOMENTUM, updates)));
        float epsilon = (float) EPSILON;
        for (int i = 0; i < parameters.length; i++) {
            float g = clip * gradient[i];
            mean[i] = keep * mean[i] + (1 - keep) * g;
            squares[i] = keepSquares * squares[i] + (1 - keepSquares) * g * g;
            float root = (float) Math.sqrt(squares[i]) * unbias;
            parameters[i] = shrink * parameters[i] - step * mean[i] / (root + epsilon);
        }
    }

    private static double norm(float[] gradient) {
        double sum = 0;
        for (float g : gradient) {
            sum += (double) g * g;
        }
        return Math.sqrt(sum);
    }
}
