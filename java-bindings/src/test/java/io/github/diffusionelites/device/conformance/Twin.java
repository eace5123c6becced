package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.reference.ReferenceDevice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The device under test beside the reference device: buffers with equal contents, the same script recorded for both.
 * Guards of poison lie between the buffers of the device under test.
 */
final class Twin implements AutoCloseable {

    private static final int GUARD = 16;
    /** Whatever the device would choose: tolerances are those of float32. */
    private static final PlanOptions FLOAT32 = PlanOptions.AUTO.withPrecision(Precision.FLOAT32);

    private final Device tested;
    private final ReferenceDevice reference = new ReferenceDevice();
    private final int searches;
    private final int individuals;
    private final List<TwinBuffer> buffers = new ArrayList<>();
    private final List<Buffer> guards = new ArrayList<>();
    private final Map<Integer, TwinBuffer> zeros = new HashMap<>();
    private TwinBuffer searchIds;

    Twin(Device tested, int searches, int individuals) {
        this.tested = tested;
        this.searches = searches;
        this.individuals = individuals;
    }

    int searches() {
        return searches;
    }

    int individuals() {
        return individuals;
    }

    /** Allocates float32 on both devices, filled with poison. */
    TwinBuffer floats(String name, long... dimensions) {
        return allocate(name, ElementType.F32, dimensions);
    }

    /** Allocates int32 on both devices, filled with poison. */
    TwinBuffer ints(String name, long... dimensions) {
        return allocate(name, ElementType.I32, dimensions);
    }

    /** Allocates rows of {@code width} floats for every individual. */
    TwinBuffer rows(String name, int width) {
        return floats(name, searches, individuals, width);
    }

    TwinSelection selection() {
        return new TwinSelection(
                ints("elites", searches, individuals),
                ints("selection summary", searches, Selection.SUMMARY),
                floats("threshold", searches));
    }

    /** Returns rows of zeros, the same ones for the same width. */
    TwinBuffer zeros(int width) {
        return zeros.computeIfAbsent(width, key -> rows("zeros", key).fillWith(0));
    }

    /** Returns ids of the searches that are neither zero nor in order. */
    TwinBuffer searchIds() {
        if (searchIds == null) {
            int[] ids = new int[searches];
            for (int search = 0; search < searches; search++) {
                ids[search] = (37 + 7919 * search) % (1 << 24);
            }
            searchIds = ints("search ids", searches).fill(ids);
        }
        return searchIds;
    }

    private TwinBuffer allocate(String name, ElementType type, long... dimensions) {
        TwinBuffer buffer =
                new TwinBuffer(name, tested.allocate(type, dimensions), reference.allocate(type, dimensions));
        buffers.add(buffer);
        Buffer guard = tested.allocate(ElementType.I32, GUARD);
        int[] poison = new int[GUARD];
        Arrays.fill(poison, TwinBuffer.INTEGER_POISON);
        guard.write(0, poison);
        guards.add(guard);
        return buffer;
    }

    /** Runs a script once on both devices. */
    void run(long seed, int generation, Consumer<Side> script) {
        run(seed, generation, FLOAT32, script);
    }

    /** Runs a script once on both devices, as somebody wishes. */
    void run(long seed, int generation, PlanOptions options, Consumer<Side> script) {
        try (TwinProgram program = compile(options, script)) {
            program.run(seed, generation);
        }
    }

    /** Compiles a script on both devices. */
    TwinProgram compile(Consumer<Side> script) {
        return compile(FLOAT32, script);
    }

    private TwinProgram compile(PlanOptions options, Consumer<Side> script) {
        return new TwinProgram(compile(tested, options, script, true), compile(reference, options, script, false));
    }

    private Program compile(Device device, PlanOptions options, Consumer<Side> script, boolean isTested) {
        Recorder recorder = new Recorder(searches, individuals);
        script.accept(new Side(this, recorder, isTested));
        return device.compile(recorder.finish(), options);
    }

    /** Requires that everything which was not compared has equal bits on both devices, and that no guard was hit. */
    void assertRestSame() {
        buffers.stream().filter(buffer -> !buffer.compared()).forEach(TwinBuffer::assertSame);
        for (Buffer guard : guards) {
            for (int word : guard.ints()) {
                if (word != TwinBuffer.INTEGER_POISON) {
                    throw new AssertionError("The memory between two buffers was overwritten with " + word + ".");
                }
            }
        }
    }

    @Override
    public void close() {
        buffers.forEach(TwinBuffer::close);
        guards.forEach(Buffer::close);
        reference.close();
    }
}
