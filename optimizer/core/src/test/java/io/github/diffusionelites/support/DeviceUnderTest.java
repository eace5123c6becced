package io.github.diffusionelites.support;

import io.github.diffusionelites.cpu.CpuProvider;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.reference.ReferenceDevice;

/** The device that tests run on: that of the property {@code elites.test.device}, by default the CPU. */
public final class DeviceUnderTest {

    private DeviceUnderTest() {}

    /** Opens it; {@code reference} stands for the double-precision reference. */
    public static Device open() {
        String id = System.getProperty("elites.test.device", "cpu");
        return id.equals("reference") ? new ReferenceDevice() : Devices.open(id);
    }

    /** Opens it with so many lanes, which only the CPU has. */
    public static Device openWithLanes(int lanes) {
        String former = System.setProperty(CpuProvider.LANES_PROPERTY, String.valueOf(lanes));
        try {
            return open();
        } finally {
            if (former == null) {
                System.clearProperty(CpuProvider.LANES_PROPERTY);
            } else {
                System.setProperty(CpuProvider.LANES_PROPERTY, former);
            }
        }
    }
}
