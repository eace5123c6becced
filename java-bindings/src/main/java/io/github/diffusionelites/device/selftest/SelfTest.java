package io.github.diffusionelites.device.selftest;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceLostException;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recording;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs every operation of a device once, on small inputs, and compares with results of the double-precision references,
 * which this holds. It needs seconds and a few MiB of the device; layers are checked in both precisions.
 *
 * <p>A device that was opened with {@link io.github.diffusionelites.device.DeviceOptions#allowingDeviceCode} also runs a
 * reward of this class' own in CUDA C++; on others that check is skipped.
 */
public final class SelfTest {

    /** The generation that is run. */
    static final int GENERATION = 2;

    private static final long SEED = 20_260_117;

    /** Of every program. */
    private static final Set<String> COMMON = Set.of("stamp", "stamp_and_decide");

    private SelfTest() {}

    /** All checks, in the order of a generation. */
    static List<Check> checks() {
        return Stream.of(
                        SamplingChecks.all(),
                        LayerChecks.all(),
                        ScoringChecks.all(),
                        PopulationChecks.all(),
                        RefitChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Checks a device.
     *
     * @param device that runs nothing else meanwhile
     * @param listener told of each check when it is done
     * @return whether all passed
     * @throws DeviceLostException if a check ended the use of the device, after it was told
     */
    public static boolean run(Device device, Consumer<SelfTestResult> listener) {
        Expected expected = new Expected();
        boolean passed = true;
        for (Check check : checks()) {
            for (PlanOptions options : check.plans()) {
                SelfTestResult result = run(device, check, options, expected, listener);
                listener.accept(result);
                passed &= result.passed();
            }
        }
        return passed;
    }

    private static double tolerance(Check check, PlanOptions options) {
        if (options.precision() == Precision.BFLOAT16) {
            return Check.REDUCED_TOLERANCE;
        }
        return options.noise() == Noise.FAST ? Check.FAST_TOLERANCE : check.tolerance();
    }

    private static SelfTestResult run(
            Device device, Check check, PlanOptions options, Expected expected, Consumer<SelfTestResult> listener) {
        double tolerance = tolerance(check, options);
        Precision precision = options.precision();
        try (Bench bench = new Bench(device, check, false)) {
            try (Program program = compile(device, check, bench, options)) {
                program.run(SEED, GENERATION);
                double error = 0;
                for (int i = 0; i < bench.compared().size(); i++) {
                    error = Math.max(
                            error,
                            error(
                                    expected.output(check, i),
                                    elements(bench.compared().get(i))));
                }
                List<String> kernels = program.kernels().stream()
                        .filter(kernel -> !COMMON.contains(kernel))
                        .toList();
                return result(check, precision, kernels, error, tolerance, "", false);
            }
        } catch (DeviceCodeException e) {
            return result(check, precision, List.of(), 0, tolerance, String.valueOf(e.getMessage()), true);
        } catch (DeviceLostException e) {
            listener.accept(
                    result(check, precision, List.of(), Double.NaN, tolerance, String.valueOf(e.getMessage()), false));
            throw e;
        } catch (DeviceException | IllegalArgumentException e) {
            return result(check, precision, List.of(), Double.NaN, tolerance, String.valueOf(e.getMessage()), false);
        }
    }

    private static SelfTestResult result(
            Check check,
            Precision precision,
            List<String> kernels,
            double error,
            double tolerance,
            String problem,
            boolean skipped) {
        return new SelfTestResult(
                check.name(),
                check.operation().getSimpleName(),
                precision,
                kernels,
                error,
                tolerance,
                problem,
                skipped);
    }

    /** Compiles a check whose body holds its operation. */
    static Program compile(Device device, Check check, Bench bench, PlanOptions options) {
        check.body().accept(bench);
        Recording recording = bench.recorder().finish();
        boolean holds = Stream.concat(recording.individualPart().stream(), recording.populationPart().stream())
                .anyMatch(check.operation()::isInstance);
        if (!holds && !bench.substitutes()) {
            throw new IllegalStateException("The check " + check.name() + " does not hold its operation.");
        }
        return device.compile(recording, options);
    }

    /** Runs a check on a device that gives what is expected. */
    static List<double[]> reference(Device device, Check check) {
        try (Bench bench = new Bench(device, check, true);
                Program program = compile(device, check, bench, check.plans().getFirst())) {
            program.run(SEED, GENERATION);
            return bench.compared().stream().map(SelfTest::elements).toList();
        }
    }

    /** Returns the largest difference, relative to the largest magnitude or to 1; infinite where one is not a number. */
    static double error(double[] expected, double[] found) {
        if (expected.length != found.length) {
            return Double.POSITIVE_INFINITY;
        }
        double scale = 1;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            if (Double.isNaN(expected[i]) != Double.isNaN(found[i])) {
                return Double.POSITIVE_INFINITY;
            }
            if (!Double.isNaN(expected[i])) {
                scale = Math.max(scale, Math.abs(expected[i]));
                largest = Math.max(largest, Math.abs(expected[i] - found[i]));
            }
        }
        return largest / scale;
    }

    private static double[] elements(Buffer buffer) {
        if (buffer.type() == ElementType.I32) {
            int[] integers = buffer.ints();
            double[] elements = new double[integers.length];
            for (int i = 0; i < integers.length; i++) {
                elements[i] = integers[i];
            }
            return elements;
        }
        float[] floats = buffer.floats();
        double[] elements = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            elements[i] = floats[i];
        }
        return elements;
    }
}
