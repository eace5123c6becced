package io.github.diffusionelites.cuda;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives every test an emulated driver that nobody used before, and a failure the words of the kernel that failed. */
final class OnEmulator implements BeforeEachCallback, AfterTestExecutionCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        EmulatorControls.reset();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> {
            String said = EmulatorControls.lastError();
            if (!said.isEmpty()) {
                failure.addSuppressed(new AssertionError("The emulated driver says: " + said));
            }
        });
    }
}
