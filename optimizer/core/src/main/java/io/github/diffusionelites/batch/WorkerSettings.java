package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.worker.WorkerMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How workers of a job are started, one for each device.
 *
 * @param command starts a process that calls {@link Worker#run}, with all its arguments
 * @param devices of the workers, as {@link io.github.diffusionelites.device.Devices#open} takes them; a device may be
 *     named more than once
 * @param binding by which the driver of a GPU is called; empty for the default
 * @param allowDeviceCode whether the reward may be code of the job
 * @param allowProcesses whether the reward may be programs of the job
 * @param mostPlaces searches that have a place on a device at a time at most; 0 for as many as suit it
 */
public record WorkerSettings(
        List<String> command,
        List<String> devices,
        String binding,
        boolean allowDeviceCode,
        boolean allowProcesses,
        int mostPlaces) {

    /** Checks that there is a worker, and copies the lists. */
    public WorkerSettings {
        command = List.copyOf(command);
        devices = List.copyOf(devices);
        Objects.requireNonNull(binding, "binding");
        if (command.isEmpty() || devices.isEmpty()) {
            throw new IllegalArgumentException("Workers need a command and at least one device, but have "
                    + command.size() + " words and " + devices.size() + " devices.");
        }
    }

    /** Returns what worker number n of a job is told. */
    WorkerMessage.Begin begin(int worker, Path directory, String jobText, long saveNanoseconds) {
        return new WorkerMessage.Begin(
                worker,
                directory.toAbsolutePath().toString(),
                jobText,
                devices.get(worker),
                binding,
                allowDeviceCode,
                allowProcesses,
                mostPlaces,
                saveNanoseconds);
    }
}
