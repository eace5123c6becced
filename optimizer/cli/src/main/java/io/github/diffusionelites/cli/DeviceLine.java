package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Plan;
import java.util.Locale;

/** Describes a device, and how work runs on it, in one line. */
final class DeviceLine {

    private static final double MEBIBYTE = 1 << 20;

    private DeviceLine() {}

    /** Returns what a device is. */
    static String of(DeviceInfo info) {
        return info.id() + ": " + info.name() + ", " + info.instructionSet() + ", "
                + (info.multipliesBfloat16() ? "bfloat16 native, " : "bfloat16 rounded and multiplied in float32, ")
                + String.format(Locale.ROOT, "%.1f GiB", info.memoryBytes() / (MEBIBYTE * 1024))
                + (info.libraries().isEmpty() ? "" : ", " + info.libraries());
    }

    /** Returns what a device is and who chose it, and that a binding is not used where it takes none. */
    static String chosen(String asked, DeviceOptions options, DeviceInfo info) {
        String unused = options.binding() != null && info.id().equals("cpu")
                ? "; it has no driver to call by " + options.binding()
                : "";
        return "Device " + of(info) + (asked.equals("auto") ? " (chosen by auto" + unused + ")." : ".");
    }

    /** Returns how a generation runs. */
    static String of(Plan plan) {
        return String.format(
                Locale.ROOT,
                "Plan: %d individuals in chunks of %d, %d at a time, networks in %s, %.1f MiB of workspace.",
                plan.rows(),
                plan.chunkRows(),
                plan.lanes(),
                PrecisionOption.word(plan.precision()),
                plan.workspaceBytes() / MEBIBYTE);
    }
}
