package io.github.diffusionelites.device.conformance;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints the seed of the inputs of a test that failed. */
final class SeedOfFailures implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        failure.addSuppressed(
                new AssertionError("The inputs came from -Delites.test.seed=" + DeviceConformance.SEED + "."));
        throw failure;
    }
}
