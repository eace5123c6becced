package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.Host;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.Devices;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures groups, and writes a report of each, however it ends. */
final class Timing {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int NO_DEVICE = 3;

    private Timing() {}

    /**
     * Measures groups.
     *
     * @param options which groups, and how
     * @param command that asked for it, for reports
     * @param out told of every figure as it comes
     * @return 0; 1 where a part failed, 3 without a CUDA device
     */
    static int run(TimingOptions options, String command, PrintWriter out) {
        boolean failed = false;
        for (Group group : options.groups()) {
            try (Device device = Devices.open(options.device())) {
                failed |= !measure(device, group, options, command, out);
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

    private static boolean measure(Device device, Group group, TimingOptions options, String command, PrintWriter out) {
        String name = device.info().name() + ", " + device.info().instructionSet() + ", "
                + (device.info().memoryBytes() >> 20) + " MiB";
        Host host = Host.here("suite " + command, name, device.info().libraries());
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
