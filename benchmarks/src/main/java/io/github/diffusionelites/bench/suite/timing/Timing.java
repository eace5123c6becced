package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.Host;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.Devices;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures groups, and writes a report of each, however it ends. */
public final class Timing {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final int NO_DEVICE = 3;

    private Timing() {}

    /**
     * Measures the groups that the arguments name.
     *
     * @param arguments as {@code --list} and a wrong one print them
     * @param out told of every figure as it comes
     * @return 0; 1 where a part failed, 2 for arguments that are not understood, 3 without a CUDA device
     */
    public static int run(List<String> arguments, PrintWriter out) {
        TimingOptions options;
        try {
            options = TimingOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.flush();
            return BAD_USAGE;
        }
        if (options.list()) {
            for (Group group : Group.values()) {
                out.printf("%-10s %s%n", group.label(), group.description());
            }
            out.println(TimingOptions.USAGE);
            out.flush();
            return DONE;
        }
        boolean failed = false;
        for (Group group : options.groups()) {
            try (Device device = Devices.open(options.device())) {
                failed |= !measure(device, group, options, String.join(" ", arguments), out);
            } catch (DeviceUnavailableException e) {
                out.println(e.getMessage());
                out.flush();
                return NO_DEVICE;
            } catch (DeviceException e) {
                // The sheet says what failed; the next group has a device of its own.
                out.println(group.label() + " ended early: " + e.getMessage());
                out.flush();
                failed = true;
            }
        }
        return failed ? FAILED : DONE;
    }

    private static boolean measure(
            Device device, Group group, TimingOptions options, String arguments, PrintWriter out) {
        String name = device.info().name() + ", " + device.info().instructionSet() + ", "
                + (device.info().memoryBytes() >> 20) + " MiB";
        Host host = Host.here("time " + arguments, name, device.info().libraries());
        Sheet sheet = new Sheet("gpu-time-" + group.label(), host, options.directory(), out);
        AtomicBoolean written = new AtomicBoolean();
        Thread interrupted = new Thread(() -> {
            if (!written.getAndSet(true)) {
                sheet.note("This run was interrupted; what it had measured until then stands here.");
                sheet.write();
            }
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Session session = new Session(
                    device,
                    sheet,
                    group,
                    new Scale(options.tiny()),
                    new Peers(options.peers(), options.peerLimit(), options.tiny()),
                    new Deadline(options.groupLimit().toMillis() / 1e3));
            group.measurement().measure(session);
            session.anyway("clocks", () -> sheet.put(ClockState.verdict(session)));
        } finally {
            if (!written.getAndSet(true)) {
                out.println("Written to " + sheet.write() + ".");
                out.flush();
            }
            removeHook(interrupted);
        }
        return !sheet.failed();
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The virtual machine ends already, and the hook has seen that everything is written.
        }
    }
}
