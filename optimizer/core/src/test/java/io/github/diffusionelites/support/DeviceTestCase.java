package io.github.diffusionelites.support;

import io.github.diffusionelites.device.Device;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests that share one device, open for all of their class. */
public abstract class DeviceTestCase {

    /** The {@link DeviceUnderTest}. */
    protected static Device device;

    @BeforeAll
    protected static void openDevice() {
        device = DeviceUnderTest.open();
    }

    @AfterAll
    protected static void closeDevice() {
        device.close();
    }
}
