package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What does not fit is refused by a typed error that names sizes, nothing stays allocated, and the device goes on. */
final class OutOfMemoryCheck implements Check {

    private static final int PIECES = 16;
    private static final int DIMENSION = 256;
    private static final long LEEWAY = 64L << 20;
    private static final long EMULATED = 256L << 20;

    @Override
    public String name() {
        return "out-of-memory";
    }

    @Override
    public String about() {
        return "more than there is, in one piece, as a population and little by little; then a search";
    }

    @Override
    public int seconds() {
        return 120;
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("ELITES_EMULATOR_MEMORY", Long.toString(EMULATED));
    }

    @Override
    public String run(CheckSettings settings) {
        try (Device device = CudaDevice.open()) {
            useADevice(device, settings);
            long free = device.freeBytes();
            long tooMany = device.info().memoryBytes() / Float.BYTES + 1;
            String message =
                    refused(() -> device.allocate(ElementType.F32, tooMany)).getMessage();
            int population = Math.toIntExact(
                    Math.min(Integer.MAX_VALUE / 2, 2 * device.info().memoryBytes() / (DIMENSION * Float.BYTES)));
            refused(() -> new PlainSearch(population, DIMENSION, 1).on(device));
            int pieces = fill(device, free);
            long gone = free - device.freeBytes();
            Differences.requireBytes("Of the device, by refusals", gone, LEEWAY);
            useADevice(device, settings);
            return "Refused: \"" + message + "\", a population of " + population + ", and the last of " + (pieces + 1)
                    + " pieces; " + gone + " bytes are gone; a search runs.";
        }
    }

    private static void useADevice(Device device, CheckSettings settings) {
        try (DiffusionElites search = new PlainSearch(1000, 8, settings.seed()).on(device)) {
            search.step();
        }
    }

    /** Returns how many pieces fit. */
    private static int fill(Device device, long free) {
        long piece = Math.max(1, free / PIECES / Float.BYTES);
        List<Buffer> buffers = new ArrayList<>();
        try {
            refused(() -> {
                for (int i = 0; i < 2 * PIECES; i++) {
                    buffers.add(device.allocate(ElementType.F32, piece));
                }
            });
            return buffers.size();
        } finally {
            buffers.forEach(Buffer::close);
        }
    }

    private static DeviceMemoryException refused(Runnable request) {
        try {
            request.run();
        } catch (DeviceMemoryException e) {
            if (e.requested() <= 0 || !String.valueOf(e.getMessage()).matches("(?s).*[0-9].*")) {
                throw new AssertionError("The refusal names no sizes: " + e.getMessage(), e);
            }
            return e;
        }
        throw new AssertionError("More memory was given than there is.");
    }
}
