package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Operation;
import java.util.function.Consumer;

/**
 * A program that checks one operation, and cases that kernels of their own work on.
 *
 * @param name of the operation, and which case of it; unique
 * @param operation that its program holds
 * @param network whether its result depends on the precision of networks
 * @param noisy whether it draws latents, in either arithmetic of noise
 * @param searches of its population
 * @param individuals of each search
 * @param tolerance of its error in float32
 * @param body records the program
 */
record Check(
        String name,
        Class<? extends Operation> operation,
        boolean network,
        boolean noisy,
        int searches,
        int individuals,
        double tolerance,
        Consumer<Bench> body) {

    /** Searches and individuals of most checks: no multiples of what kernels work on together. */
    static final int SEARCHES = 2;

    static final int INDIVIDUALS = 21;

    /** Individuals of one search that several blocks share, where one does not hold them. */
    static final int MANY = 12_500;

    /**
     * Error of latents in the fast arithmetic: a logarithm near 0 is off by 1e-6, and the radius is the root of twice
     * that.
     */
    static final double FAST_TOLERANCE = 5e-3;

    /** Error of a network in bfloat16, which has 8 bits. */
    static final double REDUCED_TOLERANCE = 4e-2;

    /** A check without a network. */
    static Check of(Class<? extends Operation> operation, String which, double tolerance, Consumer<Bench> body) {
        return new Check(name(operation, which), operation, false, false, SEARCHES, INDIVIDUALS, tolerance, body);
    }

    /** A check of a layer. */
    static Check ofLayer(Class<? extends Operation> operation, String which, Consumer<Bench> body) {
        return new Check(name(operation, which), operation, true, false, SEARCHES, INDIVIDUALS, 2e-5, body);
    }

    /** A check of what draws latents. */
    static Check ofSampling(Class<? extends Operation> operation, Consumer<Bench> body) {
        return new Check(name(operation, ""), operation, false, true, SEARCHES, INDIVIDUALS, 1e-5, body);
    }

    /** A check on one search of many individuals. */
    static Check ofMany(Class<? extends Operation> operation, double tolerance, Consumer<Bench> body) {
        return new Check(name(operation, "many individuals"), operation, false, false, 1, MANY, tolerance, body);
    }

    private static String name(Class<? extends Operation> operation, String which) {
        return operation.getSimpleName() + (which.isEmpty() ? "" : ", " + which);
    }
}
