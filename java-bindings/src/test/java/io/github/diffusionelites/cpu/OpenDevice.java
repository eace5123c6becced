package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;

/** Opens the CPU device in a process of its own and prints what it is, or why it cannot be opened. */
final class OpenDevice {

    private OpenDevice() {}

    public static void main(String[] arguments) {
        try (Device device = Devices.open("cpu")) {
            System.out.println(
                    "opened " + device.info().name() + " on " + device.info().instructionSet());
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
        }
    }
}
