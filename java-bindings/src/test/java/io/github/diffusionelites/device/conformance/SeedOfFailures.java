package io.github.diffusionelites.device.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Adds to the failure of a test the seed of its inputs, and what its last program launched. */
final class SeedOfFailures implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(
                new AssertionError("The inputs came from -Delites.test.seed=" + DeviceConformance.SEED + "."));
        if (context.getRequiredTestInstance() instanceof DeviceConformance test) {
            failure.addSuppressed(new AssertionError(test.lastProgram()));
        }
        throw failure;
    }
}
