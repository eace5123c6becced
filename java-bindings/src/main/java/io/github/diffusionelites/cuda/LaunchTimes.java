package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.driver.CheckedStreams;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.ManagedDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long each launch of a compiled program takes, alone between two events. The launches are those of the first chunk
 * and of the population, in their order, so that each finds the operands that it has in a run. In front of each a buffer
 * is filled that nobody else reads: it drives operands out of the second-level cache, and keeps the device busy until
 * the launch is there, so that what the host takes to launch is not measured.
 *
 * <p>One thread at a time measures, and nobody runs or closes the program meanwhile. It is closed before the program.
 */
public final class LaunchTimes implements AutoCloseable {

    /** They add to what they find, so that a second launch would leave something else behind. */
    private static final Set<String> NOT_REPEATABLE =
            Set.of("count_digits_of_rewards", "count_digits_of_quantiles", "shrink");

    private final CudaRunner runner;
    private final CheckedStreams streams;
    private final DeviceParts parts;
    private final List<OperationLaunch> launches;
    private final long rows;
    private final long fillBytes;
    private final long filled;
    private final List<Long> events = new ArrayList<>();

    /**
     * A launch.
     *
     * @param kernel its name, or that of a library's call
     * @param operation whose launch it is; null for what belongs to the run as a whole
     * @param also the next operation where the same launch does that, too; else null
     * @param rows that it works on: those of the first chunk, or of the whole population
     * @param blocks of its grid; 0 for a call of a library
     * @param threads of a block; 0 for a call of a library
     * @param sharedBytes dynamic shared memory of a block
     */
    public record Timed(
            String kernel,
            @Nullable Operation operation,
            @Nullable Operation also,
            long rows,
            long blocks,
            int threads,
            int sharedBytes) {}

    private LaunchTimes(CudaRunner runner, long fillBytes) {
        OperationLaunches own = runner.resources().launches();
        this.runner = runner;
        this.streams = runner.context().driver().streams();
        this.parts = own.parts();
        ControlBlock control = runner.resources().control();
        this.launches = Stream.of(
                        Stream.of(new OperationLaunch(null, null, control.stamp(CudaRunner.BEGIN))),
                        own.list().stream(),
                        Stream.of(new OperationLaunch(null, null, control.stampAndDecide(CudaRunner.DECODED))))
                .flatMap(some -> some)
                .toList();
        this.rows = own.chunk().rows();
        this.fillBytes = fillBytes;
        runner.context().enter();
        this.filled = runner.memory().take(fillBytes, "buffer that empties the cache");
        try {
            for (int event = 0; event < 2 * launches.size(); event++) {
                events.add(streams.createEvent(true));
            }
        } catch (RuntimeException e) {
            Cleanup.after(e, this::close);
            throw e;
        }
    }

    /**
     * Prepares to time the launches of a program that has run before.
     *
     * @param fillBytes that are filled in front of each launch, at least 4; more than the second-level cache holds
     * @throws IllegalArgumentException if the program is not one of a CUDA device
     */
    public static LaunchTimes of(Program program, long fillBytes) {
        if (!(ManagedDevice.runner(program) instanceof CudaRunner runner)) {
            throw new IllegalArgumentException("Only programs of a CUDA device have launches that can be timed.");
        }
        return new LaunchTimes(runner, fillBytes);
    }

    /** Returns the launches in their order. */
    public List<Timed> launches() {
        return launches.stream()
                .map(each -> new Timed(
                        each.step().kernel(),
                        each.operation(),
                        each.also(),
                        each.operation() instanceof Operation.Population
                                ? runner.plan().rows()
                                : rows,
                        each.step() instanceof Launch launch ? launch.blocks() : 0,
                        each.step() instanceof Launch launch ? launch.across() * launch.down() : 0,
                        each.step() instanceof Launch launch ? launch.sharedBytes() : 0))
                .toList();
    }

    /**
     * Launches all once, with operands that are not in the cache.
     *
     * @param seed of the run's noise
     * @param generation that the launches belong to; one that the program could run
     * @return milliseconds of each launch, in the order of {@link #launches}
     */
    public double[] cold(long seed, int generation) {
        return measure(seed, generation, false);
    }

    /**
     * Launches all twice, one after the other, and times the second, which finds what the first left in the cache; those
     * that cannot be repeated are launched once, as by {@link #cold}.
     *
     * @param seed of the run's noise
     * @param generation that the launches belong to; one that the program could run
     * @return milliseconds of each launch, in the order of {@link #launches}
     */
    public double[] warm(long seed, int generation) {
        return measure(seed, generation, true);
    }

    private double[] measure(long seed, int generation, boolean warm) {
        runner.context().enter();
        long stream = runner.context().stream();
        runner.resources().control().tell(seed, generation, stream);
        for (int i = 0; i < launches.size(); i++) {
            Step step = launches.get(i).step();
            runner.context().driver().memory().fill(filled, i, fillBytes / Integer.BYTES, stream);
            if (warm && !NOT_REPEATABLE.contains(step.kernel())) {
                parts.launch(step, stream);
            }
            streams.record(events.get(2 * i), stream);
            parts.launch(step, stream);
            streams.record(events.get(2 * i + 1), stream);
        }
        streams.synchronize(stream);
        double[] milliseconds = new double[launches.size()];
        for (int i = 0; i < milliseconds.length; i++) {
            milliseconds[i] = streams.elapsedMilliseconds(events.get(2 * i), events.get(2 * i + 1));
        }
        return milliseconds;
    }

    @Override
    public void close() {
        runner.context().enter();
        List<Runnable> steps = new ArrayList<>();
        events.forEach(event -> steps.add(() -> streams.destroyEvent(event)));
        events.clear();
        steps.add(() -> runner.memory().giveBack(filled));
        Cleanup.all(steps);
    }
}
