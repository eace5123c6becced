package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Device;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps the driver's context alive until the last test, as it takes longer to make than most tests to run. */
final class KeptContext implements BeforeAllCallback {

    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(KeptContext.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        // The store closes what it holds.
        context.getRoot()
                .getStore(OWN)
                .getOrComputeIfAbsent(KeptContext.class, key -> new CudaProvider().open(0), Device.class);
    }
}
