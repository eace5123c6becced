package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A device that remembers what its last program computes and by which kernels, so that a failure can name them. */
final class NotingDevice extends ForwardingDevice {

    /** Of every program. */
    private static final Set<String> COMMON = Set.of("stamp", "stamp_and_decide");

    private final Set<String> operations = new TreeSet<>();
    private List<String> kernels = List.of();

    /** Watches a device, which is closed with this one. */
    NotingDevice(Device device) {
        super(device);
    }

    /** Returns a sentence on the program that was compiled last. */
    String lastProgram() {
        if (operations.isEmpty()) {
            return "No program was compiled.";
        }
        List<String> own =
                kernels.stream().filter(kernel -> !COMMON.contains(kernel)).toList();
        return "The last program has the operations " + operations
                + (own.isEmpty() ? "." : ", for which it launches the kernels " + own + ".");
    }

    @Override
    public Program compile(Recording recording, PlanOptions options) {
        operations.clear();
        Stream.concat(recording.individualPart().stream(), recording.populationPart().stream())
                .forEach(operation -> operations.add(operation.getClass().getSimpleName()));
        kernels = List.of();
        Program program = super.compile(recording, options);
        kernels = program.kernels();
        return program;
    }
}
