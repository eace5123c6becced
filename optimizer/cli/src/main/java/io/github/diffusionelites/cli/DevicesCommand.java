package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.spi.DeviceProvider;
import io.github.diffusionelites.device.spi.Finding;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says which devices there are, what they are made of, and why others are not. */
@Command(
        name = "devices",
        description =
                "List the devices that were found and what they use, and how to get what is missing; or test one.",
        mixinStandardHelpOptions = true)
final class DevicesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--self-test",
            description = "Run every operation of the device, each kernel of a GPU, on small inputs and compare with"
                    + " results in double precision; the exit code is 1 if one is wrong.")
    private boolean selfTest;

    @Option(names = "--device", paramLabel = "ID", description = "Which device to test; auto by default.")
    private @Nullable String device;

    @Mixin
    private final BindingOption binding = new BindingOption();

    @Override
    public Integer call() {
        if (selfTest) {
            return test(device == null ? "auto" : device);
        }
        if (device != null) {
            throw new InputException("The option --device only means something with --self-test; leave it out.");
        }
        list(spec.commandLine().getOut());
        return ExitCodes.DONE;
    }

    private void list(PrintWriter out) {
        List<DeviceProvider.Probe> probes = Devices.probe(binding.options());
        if (probes.isEmpty()) {
            out.println("This build has no device provider on its class path.");
        }
        String automatic = null;
        for (DeviceProvider.Probe probe : probes) {
            for (DeviceInfo info : probe.devices()) {
                out.println(DeviceLine.of(info));
                automatic = automatic == null && probe.automatic() ? info.id() : automatic;
            }
            if (!probe.available()) {
                out.println(probe.kind() + ": not available: " + probe.reason());
            }
            Devices.examine(probe.kind()).forEach(finding -> out.println(line(finding)));
        }
        if (automatic != null) {
            out.println("auto chooses " + automatic + ".");
        }
    }

    /** What to do comes before why. */
    private static String line(Finding finding) {
        String text = finding.usable() ? finding.found() : "missing. " + finding.cure() + " " + finding.found();
        return String.format(Locale.ROOT, "    %-16s %s", finding.subject(), text);
    }

    private int test(String id) {
        try (Device opened = DeviceArgument.open(id, binding.options().allowingDeviceCode())) {
            spec.commandLine().getErr().println(DeviceLine.chosen(id, binding.options(), opened.info()));
            return SelfTestReport.of(opened, spec.commandLine().getOut()) ? ExitCodes.DONE : ExitCodes.FAILED;
        }
    }
}
