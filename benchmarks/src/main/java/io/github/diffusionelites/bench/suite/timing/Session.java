package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.Verdict;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.DeviceMemoryException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a group: the device, the sheet, the time that is left, the ceilings once they are measured. */
final class Session {

    private final Device device;
    private final Sheet sheet;
    private final Group group;
    private final Scale scale;
    private final Peers peers;
    private final Deadline deadline;
    private @Nullable Ceilings ceilings;

    Session(Device device, Sheet sheet, Group group, Scale scale, Peers peers, Deadline deadline) {
        this.device = device;
        this.sheet = sheet;
        this.group = group;
        this.scale = scale;
        this.peers = peers;
        this.deadline = deadline;
    }

    Device device() {
        return device;
    }

    Sheet sheet() {
        return sheet;
    }

    /** Returns the name that figures of this group carry. */
    String group() {
        return group.label();
    }

    Scale scale() {
        return scale;
    }

    Peers peers() {
        return peers;
    }

    Deadline deadline() {
        return deadline;
    }

    /** Returns what this device does at best, measured when it is asked for first. */
    Ceilings ceilings() {
        if (ceilings == null) {
            ceilings = new CeilingMeasurement(this).measure();
        }
        return Objects.requireNonNull(ceilings);
    }

    /**
     * Runs a part of a group, if there is time left. What does not fit the device, or the time, becomes a verdict in
     * place of its figures; what fails otherwise becomes one, too, and other parts go on unless the device is lost.
     */
    void part(String name, Runnable work) {
        if (deadline.hasPassed()) {
            skip(name, "The time of the group was over before this could begin.");
        } else {
            anyway(name, work);
        }
    }

    /** As {@link #part}, whether there is time left or not. */
    void anyway(String name, Runnable work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (DeviceMemoryException | IllegalArgumentException e) {
            skip(name, "The device does not take this shape: " + e.getMessage());
        } catch (RuntimeException e) {
            sheet.put(Verdict.failed(
                    group() + ": " + name,
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    (System.nanoTime() - start) / 1e9));
            if (e instanceof DeviceLostException) {
                throw e;
            }
        }
    }

    /** Puts a verdict in the place of figures. */
    void skip(String name, String reason) {
        sheet.put(Verdict.skipped(group() + ": " + name, reason));
    }
}
