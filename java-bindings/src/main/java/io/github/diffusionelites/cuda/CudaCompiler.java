package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.SearchClocks;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans a recording and records its launches as graphs. */
final class CudaCompiler {

    /**
     * Rows of a chunk where nobody asks for a number: enough to fill a device, few enough for its second cache. Fewer
     * would be more nodes of a graph, 0.6 to 1.3 us each by others' measurements, that leave multiprocessors idle.
     */
    private static final int MOST_CHUNK_ROWS = 4096;

    /** As few may be scored by Java while others are decoded. */
    private static final int LEAST_SCORED_ROWS = 256;

    /** Slots of the ring for each lane: one is filled while another waits for a thread that scores. */
    private static final int SLOTS_OF_A_LANE = 2;

    private final DeviceParts parts;
    private final CudaContext context;
    private final CudaMemory memory;
    private final Kernels kernels;
    private final Addresses addresses;
    private final CudaWeights.Lease lease;
    private final Recording recording;
    private final Precision precision;

    CudaCompiler(DeviceParts parts, Addresses addresses, Recording recording, Precision precision) {
        this.parts = parts;
        this.context = parts.context();
        this.memory = parts.memory();
        this.kernels = parts.kernels();
        this.addresses = addresses;
        this.lease = parts.weights().lease();
        this.recording = recording;
        this.precision = precision;
    }

    CudaRunner compile(PlanOptions options) {
        List<Runnable> undo = new ArrayList<>();
        undo.add(lease::release);
        try {
            return compile(options, undo);
        } catch (RuntimeException e) {
            Cleanup.after(e, undo.reversed().toArray(Runnable[]::new));
            throw e;
        }
    }

    private CudaRunner compile(PlanOptions options, List<Runnable> undo) {
        LaneMemory lane = LaneMemory.of(recording, options, precision, parts);
        long populationBytes =
                PopulationKernels.scratchBytes(recording, parts.limits().sharedBytes());
        Plan plan = plan(options, lane);
        long bytes = Math.max(plan.workspaceBytes(), populationBytes);
        long area = bytes == 0 ? 0 : memory.take(bytes, "workspace");
        if (area != 0) {
            undo.add(() -> memory.giveBack(area));
        }
        ControlBlock control = new ControlBlock(context, memory);
        undo.add(control::close);
        SearchClocks clocks = recording.clocks();
        if (clocks != null) {
            control.keepTime(recording.searches(), addresses.of(clocks.seeds()), addresses.of(clocks.generations()));
        }
        Streams streams = new Streams(context, plan.lanes());
        undo.add(streams::close);
        Streams signals = new Streams(context, 1);
        undo.add(signals::close);
        Graphs generation = new Graphs(context, streams);
        undo.add(generation::close);
        Graphs population = recording.hostReward() == null ? null : new Graphs(context, streams);
        if (population != null) {
            undo.add(population::close);
        }
        ChunkSteps steps = new ChunkSteps(
                recording, plan, options.noise(), lane, area, control.address(), addresses, lease, parts);
        List<List<Step>> chunks = steps.all();
        List<Launch> last = new ArrayList<>();
        PopulationKernels populationKernels = new PopulationKernels(
                recording,
                control.address(),
                area,
                parts.limits().sharedBytes(),
                addresses,
                launch -> last.add(launch.in(parts.geometry())));
        recording.populationPart().forEach(populationKernels::add);
        chunks.forEach(chunk -> chunk.forEach(parts::prepare));
        last.forEach(kernels::prepare);
        kernels.prepare(control.stamp(CudaRunner.BEGIN));
        kernels.prepare(control.stampAndDecide(CudaRunner.DECODED));
        if (population == null) {
            record(chunks, last, control, streams, generation);
        } else {
            recordApart(chunks, last, control, streams, generation, population);
        }
        // The driver uploads graphs behind the caller's back: what is uploaded late would count as a first run.
        streams.synchronize();
        ChunkRing ring = ring(plan, streams, generation);
        return new CudaRunner(
                context,
                memory,
                plan,
                new CudaRunner.Resources(
                        lease,
                        area,
                        control,
                        streams,
                        signals,
                        generation,
                        population,
                        ring,
                        names(chunks, last, control),
                        new OperationLaunches(steps)));
    }

    private static List<String> names(List<List<Step>> chunks, List<Launch> last, ControlBlock control) {
        return Stream.<Stream<? extends Step>>of(
                        chunks.stream().flatMap(List::stream),
                        last.stream(),
                        Stream.of(control.stamp(CudaRunner.BEGIN), control.stampAndDecide(CudaRunner.DECODED)))
                .flatMap(launches -> launches)
                .map(Step::kernel)
                .distinct()
                .toList();
    }

    private Plan plan(PlanOptions options, LaneMemory lane) {
        int least = recording.hostReward() == null ? MOST_CHUNK_ROWS : LEAST_SCORED_ROWS;
        Plan plan = new Planner(
                        1, least, MOST_CHUNK_ROWS, lane.rowBytes(), lane.libraryBytes(), parts.lanes(), memory.held())
                .plan(recording, options, precision);
        Operation.ScoreOnHost host = recording.hostReward();
        return host == null
                ? plan
                : plan.withPinnedBytes(ChunkRing.bytes(plan, host.samples().width(), slots(plan)));
    }

    /** Chunks in as few graphs as may be, then the population, with stamps between them. */
    private void record(
            List<List<Step>> chunks, List<Launch> last, ControlBlock control, Streams streams, Graphs graphs) {
        int begin = 0;
        while (begin < chunks.size()) {
            int first = begin;
            int end = begin;
            long nodes = 0;
            while (end < chunks.size()
                    && (end == begin
                            || nodes + chunks.get(end).size()
                                    <= parts.geometry().nodes())) {
                nodes += chunks.get(end++).size();
            }
            int behind = end;
            graphs.capture(() -> {
                if (first == 0) {
                    kernels.launch(control.stamp(CudaRunner.BEGIN), streams.main());
                }
                streams.fork(streams.main());
                for (int chunk = first; chunk < behind; chunk++) {
                    long stream = streams.lane(chunk % streams.lanes());
                    chunks.get(chunk).forEach(step -> parts.launch(step, stream));
                }
                streams.join(streams.main());
                if (behind == chunks.size()) {
                    finish(last, control, streams.main());
                }
            });
            begin = end;
        }
    }

    /** Each chunk as a graph of its own, and the population behind the rewards. */
    private void recordApart(
            List<List<Step>> chunks,
            List<Launch> last,
            ControlBlock control,
            Streams streams,
            Graphs generation,
            Graphs population) {
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            int number = chunk;
            generation.capture(() -> {
                if (number == 0) {
                    kernels.launch(control.stamp(CudaRunner.BEGIN), streams.main());
                }
                chunks.get(number).forEach(step -> parts.launch(step, streams.main()));
            });
        }
        population.capture(() -> finish(last, control, streams.main()));
    }

    private void finish(List<Launch> last, ControlBlock control, long stream) {
        kernels.launch(control.stampAndDecide(CudaRunner.DECODED), stream);
        last.forEach(launch -> kernels.launch(launch, stream));
        kernels.launch(control.stamp(CudaRunner.END), stream);
        control.fetch(stream);
    }

    private @Nullable ChunkRing ring(Plan plan, Streams streams, Graphs generation) {
        Operation.ScoreOnHost host = recording.hostReward();
        return host == null
                ? null
                : new ChunkRing(
                        context,
                        plan,
                        streams,
                        generation,
                        new ChunkRing.Rows(
                                addresses.of(host.samples().buffer()),
                                host.samples().width(),
                                addresses.of(host.rewards())),
                        slots(plan));
    }

    private static int slots(Plan plan) {
        return (int) Math.min(plan.chunks(), (long) SLOTS_OF_A_LANE * plan.lanes());
    }
}
