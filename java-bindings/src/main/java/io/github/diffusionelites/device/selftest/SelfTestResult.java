package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Precision;
import java.util.List;

/**
 * What came of one check of a device.
 *
 * @param check what was checked: an operation, and which case of it
 * @param operation the name of the operation
 * @param precision of networks, where it matters
 * @param kernels that the device launched for it, those of every program left out; empty where it has none by name
 * @param error the largest difference of an element from the reference, relative to the largest magnitude of its output
 *     or to 1; not finite where an element is
 * @param tolerance the largest error that passes
 * @param problem why nothing could be compared; empty where it was
 * @param skipped whether the device cannot do this, for the reason that the problem tells
 */
public record SelfTestResult(
        String check,
        String operation,
        Precision precision,
        List<String> kernels,
        double error,
        double tolerance,
        String problem,
        boolean skipped) {

    /** Copies the list. */
    public SelfTestResult {
        kernels = List.copyOf(kernels);
    }

    /** Returns whether nothing is wrong. */
    public boolean passed() {
        return skipped || (problem.isEmpty() && error <= tolerance);
    }
}
