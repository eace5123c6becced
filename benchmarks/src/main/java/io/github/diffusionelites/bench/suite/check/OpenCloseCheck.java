package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Buffers, programs and devices are opened and closed again and again; neither device nor host keeps any memory. */
final class OpenCloseCheck implements Check {

    /** What a driver may keep for itself. */
    private static final long DEVICE_LEEWAY = 4L << 20;

    private static final long HOST_LEEWAY = 128L << 20;

    @Override
    public String name() {
        return "open-close";
    }

    @Override
    public String about() {
        return "10,000 cycles of buffers and programs, 50 of devices, and no memory kept";
    }

    @Override
    public int seconds() {
        return 180;
    }

    @Override
    public boolean alone() {
        return true;
    }

    /** The heap is there from the beginning, so that only native memory can grow. */
    @Override
    public List<String> machine() {
        return List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");
    }

    @Override
    public String run(CheckSettings settings) throws IOException {
        int cycles = settings.sized(10_000, 60);
        int floats = settings.sized(1 << 20, 1 << 10);
        int devices = settings.sized(50, 4);
        StringBuilder seen = new StringBuilder();
        try (Device device = CudaDevice.open()) {
            seen.append(measure(device, "cycles of a buffer", cycles, () -> {
                try (Buffer buffer = device.allocate(ElementType.F32, floats)) {
                    buffer.write(0, new float[] {1});
                }
            }));
            seen.append(measure(device, "cycles of a program and its buffers", cycles, () -> {
                try (SmallProgram program = new SmallProgram(device, null, PlanOptions.AUTO)) {
                    program.run();
                }
            }));
            // Beside this one, whose context stays.
            seen.append(measure(device, "cycles of a second device", devices, OpenCloseCheck::useADevice));
        }
        long before = residentBytes();
        for (int i = 0; i < devices; i++) {
            useADevice();
        }
        Differences.requireBytes("Of the host, by cycles of the only device", residentBytes() - before, HOST_LEEWAY);
        return seen + " " + devices + " cycles of the only device.";
    }

    private static void useADevice() {
        try (Device other = CudaDevice.open();
                SmallProgram program = new SmallProgram(other, null, PlanOptions.AUTO)) {
            program.run();
        }
    }

    private static String measure(Device device, String what, int cycles, Runnable cycle) throws IOException {
        for (int i = 0; i < Math.max(2, cycles / 20); i++) {
            cycle.run();
        }
        long free = device.freeBytes();
        long resident = residentBytes();
        long begin = System.nanoTime();
        for (int i = 0; i < cycles; i++) {
            cycle.run();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Differences.requireBytes("Of the device, by " + what, free - device.freeBytes(), DEVICE_LEEWAY);
        Differences.requireBytes("Of the host, by " + what, residentBytes() - resident, HOST_LEEWAY);
        return String.format(
                Locale.ROOT,
                "%d %s, %.2f ms each, %d bytes of the device and %.1f MiB of the host gone. ",
                cycles,
                what,
                1e3 * seconds / cycles,
                free - device.freeBytes(),
                (residentBytes() - resident) / 0x1p20);
    }

    private static long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
