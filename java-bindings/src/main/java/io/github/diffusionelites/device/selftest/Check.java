package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import java.util.List;
import java.util.function.Consumer;

/**
 * A program that checks one operation, and cases that kernels of their own work on.
 *
 * @param name of the operation, and which case of it; unique
 * @param operation that its program holds
 * @param searches of its population
 * @param individuals of each search
 * @param plans that it is run by: precisions, arithmetics of noise, chunks
 * @param tolerance of its error in float32 and with portable noise
 * @param body records the program
 */
record Check(
        String name,
        Class<? extends Operation> operation,
        int searches,
        int individuals,
        List<PlanOptions> plans,
        double tolerance,
        Consumer<Bench> body) {

    /** What a check is run by where nothing is said. */
    static final PlanOptions USUAL = PlanOptions.AUTO.withPrecision(Precision.FLOAT32);

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
        return of(operation, which, List.of(USUAL), tolerance, body);
    }

    /** A check of a layer, in both precisions. */
    static Check ofLayer(Class<? extends Operation> operation, String which, Consumer<Bench> body) {
        return of(operation, which, List.of(USUAL, USUAL.withPrecision(Precision.BFLOAT16)), 2e-5, body);
    }

    /** A check of a layer on all rows at once. */
    static Check ofLayerAtOnce(Class<? extends Operation> operation, String which, Consumer<Bench> body) {
        PlanOptions whole = new PlanOptions(SEARCHES * INDIVIDUALS, 1, Precision.FLOAT32);
        return of(operation, which, List.of(whole, whole.withPrecision(Precision.BFLOAT16)), 2e-5, body);
    }

    /** A check of what draws latents, in both arithmetics. */
    static Check ofSampling(Class<? extends Operation> operation, Consumer<Bench> body) {
        return of(operation, "", List.of(USUAL, USUAL.withNoise(Noise.FAST)), 1e-5, body);
    }

    /** A check on one search of many individuals. */
    static Check ofMany(Class<? extends Operation> operation, double tolerance, Consumer<Bench> body) {
        return new Check(name(operation, "many individuals"), operation, 1, MANY, List.of(USUAL), tolerance, body);
    }

    private static Check of(
            Class<? extends Operation> operation,
            String which,
            List<PlanOptions> plans,
            double tolerance,
            Consumer<Bench> body) {
        return new Check(name(operation, which), operation, SEARCHES, INDIVIDUALS, plans, tolerance, body);
    }

    private static String name(Class<? extends Operation> operation, String which) {
        return operation.getSimpleName() + (which.isEmpty() ? "" : ", " + which);
    }
}
