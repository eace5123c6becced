package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.SearchClocks;
import io.github.diffusionelites.device.Workspace;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans a recording and records its launches as graphs. */
final class CudaCompiler {

    /** Rows of a chunk where nobody asks for a number: enough to fill a device, few enough for its second cache. */
    private static final int MOST_CHUNK_ROWS = 4096;

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
        Workspace workspace = Workspace.plan(recording, precision);
        long populationBytes =
                PopulationKernels.scratchBytes(recording, parts.limits().sharedBytes());
        boolean library = options.products() == Products.LIBRARY
                && recording.individualPart().stream().anyMatch(CudaCompiler::isDense)
                && parts.products().available();
        long rowBytes = (workspace.floatsPerRow() + resultFloats(library)) * Float.BYTES;
        long libraryBytes = library ? LibraryProducts.WORKSPACE_BYTES : 0;
        Plan plan = plan(options, rowBytes, libraryBytes);
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
        List<List<Step>> chunks = chunkSteps(plan, options.noise(), workspace, control, area, rowBytes, libraryBytes);
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
                        new OperationLaunches(
                                recording,
                                area,
                                steps -> chunkWork(
                                        plan,
                                        0,
                                        options.noise(),
                                        workspace,
                                        control,
                                        area,
                                        rowBytes,
                                        libraryBytes,
                                        steps))));
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

    private Plan plan(PlanOptions options, long rowBytes, long libraryBytes) {
        Plan plan = new Planner(1, MOST_CHUNK_ROWS, rowBytes, libraryBytes, parts.lanes(), memory.held())
                .plan(recording, options, precision);
        Operation.ScoreOnHost host = recording.hostReward();
        return host == null
                ? plan
                : plan.withPinnedBytes(ChunkRing.bytes(plan, host.samples().width(), slots(plan)));
    }

    private static boolean isDense(Operation.Individual operation) {
        return operation instanceof Operation.Convolve convolve && ConvolutionKernels.isDense(convolve);
    }

    /**
     * The floats of a row that a convolution leaves for an epilogue of its own, which is for no number of rows alone.
     *
     * @param library whether dense layers leave theirs as well
     */
    private long resultFloats(boolean library) {
        long widest = recording.individualPart().stream()
                .filter(Operation.Convolve.class::isInstance)
                .map(Operation.Convolve.class::cast)
                .filter(operation -> (library && isDense(operation))
                        || ConvolutionTile.withNorm(operation, precision, 1, parts.limits())
                                .isEmpty())
                .mapToLong(operation -> operation.target().width())
                .max()
                .orElse(0);
        // The next lane's workspace begins where this one's ends.
        return Math.ceilDiv(widest, Workspace.ALIGNMENT) * Workspace.ALIGNMENT;
    }

    private List<List<Step>> chunkSteps(
            Plan plan,
            Noise noise,
            Workspace workspace,
            ControlBlock control,
            long area,
            long rowBytes,
            long libraryBytes) {
        List<List<Step>> chunks = new ArrayList<>();
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            List<Step> steps = new ArrayList<>();
            ChunkWork work =
                    chunkWork(plan, chunk, noise, workspace, control, area, rowBytes, libraryBytes, steps::add);
            new IndividualKernels(work).add(recording.individualPart());
            chunks.add(steps);
        }
        return chunks;
    }

    private ChunkWork chunkWork(
            Plan plan,
            int chunk,
            Noise noise,
            Workspace workspace,
            ControlBlock control,
            long area,
            long rowBytes,
            long libraryBytes,
            Consumer<Step> steps) {
        long firstRow = (long) chunk * plan.chunkRows();
        int rows = (int) Math.min(plan.chunkRows(), plan.rows() - firstRow);
        int number = chunk % plan.lanes();
        // The library's workspaces lie first, where the driver aligned them.
        long lane = area + plan.lanes() * libraryBytes + number * rowBytes * plan.chunkRows();
        long libraryWorkspace = libraryBytes == 0 ? 0 : area + number * libraryBytes;
        ChunkView view =
                new ChunkView(control.address(), firstRow, rows, recording.individuals(), lane, workspace, addresses);
        return new ChunkWork(
                view,
                parts,
                lease,
                precision,
                noise,
                libraryWorkspace,
                step -> steps.accept(step.in(parts.geometry())));
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
