package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Operation;
import java.util.function.Consumer;

/**
 * A program that checks one operation.
 *
 * @param name of the operation, and which case of it; unique
 * @param operation that its program holds
 * @param network whether its result depends on the precision of networks
 * @param tolerance of its error in float32
 * @param body records the program
 */
record Check(
        String name, Class<? extends Operation> operation, boolean network, double tolerance, Consumer<Bench> body) {

    /** Searches and individuals of every check: no multiples of what kernels work on together. */
    static final int SEARCHES = 2;

    static final int INDIVIDUALS = 21;

    /** Error of a network in bfloat16, which has 8 bits. */
    static final double REDUCED_TOLERANCE = 4e-2;

    /** A check without a network. */
    static Check of(Class<? extends Operation> operation, String which, double tolerance, Consumer<Bench> body) {
        return new Check(name(operation, which), operation, false, tolerance, body);
    }

    /** A check of a layer. */
    static Check ofLayer(Class<? extends Operation> operation, String which, Consumer<Bench> body) {
        return new Check(name(operation, which), operation, true, 2e-5, body);
    }

    private static String name(Class<? extends Operation> operation, String which) {
        return operation.getSimpleName() + (which.isEmpty() ? "" : ", " + which);
    }
}
