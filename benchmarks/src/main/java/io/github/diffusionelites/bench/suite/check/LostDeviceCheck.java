package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A kernel that writes to a bad address ends the use of the device by its process: by a typed error, which later calls
 * repeat, without a hang, and on the command line by exit code 1. On the emulated driver a launch is made to fail so.
 */
final class LostDeviceCheck implements Check {

    private static final String CODE = "bad_address.ptx";
    private static final int FAILED_INSIDE = 1;
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "lost-device";
    }

    @Override
    public String about() {
        return "a kernel that writes to a bad address: typed error, no hang, exit code 1";
    }

    @Override
    public int seconds() {
        return 2 * SECONDS;
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("ELITES_EMULATOR_FAIL", "cuGraphLaunch:2:700");
    }

    @Override
    public String run(CheckSettings settings) throws Exception {
        boolean emulated = CudaDevice.isEmulated(CudaDevice.probe().devices().getFirst());
        String said = fromTheCommandLine(settings, emulated);
        long begin = System.nanoTime();
        Device device = CudaDevice.openForCode();
        SmallProgram program = new SmallProgram(device, emulated ? null : ShippedCode.read(CODE), PlanOptions.AUTO);
        DeviceLostException lost = lost(() -> {
            program.run();
            program.run();
        });
        for (int i = 0; i < 2; i++) {
            DeviceLostException again = lost(() -> device.allocate(ElementType.F32, 10));
            if (again.code() != lost.code()) {
                throw new AssertionError("A later call says " + again.code() + " and not " + lost.code() + ".");
            }
        }
        close(program);
        close(device);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return "%s failed with %d; later calls say so; closed after %.1f s. The command line: %s"
                .formatted(lost.call(), lost.code(), seconds, said);
    }

    /** Closing may say again that the device is lost, and nothing else. */
    private static void close(AutoCloseable resource) throws Exception {
        try {
            resource.close();
        } catch (DeviceLostException e) {
            System.out.println("Closing says: " + e.getMessage());
        }
    }

    private static DeviceLostException lost(Runnable call) {
        try {
            call.run();
        } catch (DeviceLostException e) {
            return e;
        }
        throw new AssertionError("The device took a call that it could not take.");
    }

    /** Runs a job whose reward does it; returns what the command line said. */
    private String fromTheCommandLine(CheckSettings settings, boolean emulated)
            throws IOException, InterruptedException {
        Path job = Files.writeString(settings.work().resolve("lost.toml"), job(emulated));
        Files.write(settings.work().resolve(CODE), ShippedCode.bytes(CODE));
        List<String> arguments = new ArrayList<>(List.of("run", job.toString(), "--device", "cuda", "--overwrite"));
        arguments.addAll(List.of("--out", settings.work().resolve("lost").toString()));
        if (!emulated) {
            arguments.add("--allow-device-code");
        }
        JavaProcess process = CommandLine.process(settings, "lost-run", arguments, environment());
        JavaProcess.Ending ending = process.run(SECONDS, new RunningProcesses());
        int code = ending.code().orElse(-1);
        if (code != FAILED_INSIDE || process.printed().contains("\tat ")) {
            throw new AssertionError(
                    "The command line ended with code " + code + ", not 1 and a sentence: " + process.lastWords());
        }
        return process.printed()
                .lines()
                .filter(line -> line.startsWith("elites:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The command line said nothing: " + process.lastWords()));
    }

    private static String job(boolean emulated) {
        String reward = emulated
                ? "term = \"quadratic\"\ncentre = [0.5, 0.5, 0.5, 0.5]\n"
                : "term = \"code\"\nfile = \"" + CODE + "\"\nparameters = [1.0]\n";
        return """
            [model]
             kind = "identity"
            channels = 4
            length = 1

            [search]
            population = 64
            elites = 8
            sense = "maximize"
            seed = 1

            [[fidelity]]
            steps = 1
            generations = 5

            [[reward]]
            """ + reward;
    }
}
