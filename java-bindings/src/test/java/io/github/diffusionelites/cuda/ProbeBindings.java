package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import java.util.function.Supplier;

/** Prints what the bindings found, each called once where it found something; run by a test in a process of its own. */
final class ProbeBindings {

    private ProbeBindings() {}

    public static void main(String[] arguments) {
        print("ffm", FfmDriver.probe(), FfmDriver::open);
        print("jcuda", JCudaBinding.probe(), JCudaBinding::open);
    }

    private static void print(String binding, DriverProbe probe, Supplier<Driver> open) {
        if (probe.usable()) {
            Driver driver = open.get();
            long[] version = new long[1];
            if (driver.init() != 0 || driver.driverGetVersion(version) != 0 || version[0] != probe.version()) {
                throw new AssertionError("The binding " + driver.binding() + " does not reach the driver.");
            }
        }
        System.out.println(binding + " " + probe.versionText() + " of " + probe.library() + " " + probe.problem());
    }
}
