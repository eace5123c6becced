package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.WorkerSettings;
import io.github.diffusionelites.device.DeviceOptions;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.run.ProcessPermission;
import io.github.diffusionelites.run.job.Job;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run jobs, which say where and how, in place of what the job says. */
final class PlaceOptions {

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Where to run: auto, or a device that the command devices lists. Overrides the job.")
    private @Nullable String device;

    @Mixin
    private final BindingOption binding = new BindingOption();

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description = "Chunks in flight, 0 for the device's own choice. Results do not depend on it.")
    private @Nullable Integer lanes;

    @Option(
            names = "--chunk-rows",
            paramLabel = "N",
            description =
                    "Individuals in a chunk, 0 for the device's own choice. Results do not depend on it, but for the"
                            + " last bits where the job has products by a library.")
    private @Nullable Integer chunkRows;

    @Option(
            names = "--precision",
            paramLabel = "P",
            converter = PrecisionOption.class,
            completionCandidates = PrecisionOption.class,
            description = "Of networks: ${COMPLETION-CANDIDATES}. Overrides the job. Results depend on it.")
    private @Nullable Precision precision;

    @Option(
            names = "--allow-device-code",
            description = "Run the reward in CUDA C++, PTX or a cubin that the job names. It has all rights of this"
                    + " process on the GPU and nothing confines it: allow only code that you trust.")
    private boolean allowDeviceCode;

    @Option(
            names = "--allow-processes",
            description = "Start the programs that the job names for its reward. They have all your rights and nothing"
                    + " confines them: allow only jobs and programs that you trust.")
    private boolean allowProcesses;

    /** For picocli. */
    PlaceOptions() {}

    /** Returns the options of the device. */
    DeviceOptions deviceOptions() {
        return allowDeviceCode ? binding.options().allowingDeviceCode() : binding.options();
    }

    /** Returns whether programs may be started. */
    ProcessPermission processes() {
        return allowProcesses ? ProcessPermission.ALLOWED : ProcessPermission.REFUSED;
    }

    /**
     * Opens and closes each device of a worker, before anything is written: a worker whose device is not there would only
     * be one less.
     *
     * @throws InputException if there is no such device
     * @throws io.github.diffusionelites.device.DeviceUnavailableException if it cannot be used
     */
    void requireDevices(List<String> devices) {
        for (String id : Set.copyOf(devices)) {
            try {
                Devices.open(id, deviceOptions()).close();
            } catch (IllegalArgumentException e) {
                throw new InputException("The option --workers names \"" + id + "\": " + e.getMessage());
            }
        }
    }

    /** Returns how workers are started, one for each device. */
    WorkerSettings workers(List<String> devices, int mostPlaces) {
        DriverBinding chosen = binding.options().binding();
        return new WorkerSettings(
                WorkerCommand.line(),
                devices,
                chosen == null ? "" : chosen.name(),
                allowDeviceCode,
                allowProcesses,
                mostPlaces);
    }

    /**
     * Returns a job with what the options say.
     *
     * @throws InputException if they make no sense
     */
    Job override(Job job) {
        requireAtLeastZero("--lanes", lanes);
        requireAtLeastZero("--chunk-rows", chunkRows);
        Job.DeviceChoice own = job.device();
        return job.withDevice(new Job.DeviceChoice(
                device == null ? own.id() : device,
                lanes == null ? own.lanes() : lanes,
                chunkRows == null ? own.chunkRows() : chunkRows,
                precision == null ? own.precision() : precision,
                own.noise(),
                own.products()));
    }

    private static void requireAtLeastZero(String option, @Nullable Integer value) {
        if (value != null && value < 0) {
            throw new InputException("The option " + option + " is " + value + ", but must be 0 (automatic) or more.");
        }
    }
}
