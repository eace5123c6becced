package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Workspace;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plans a recording and records its launches as graphs. */
final class CudaCompiler {

    /** Rows of a chunk where nobody asks for a number: enough to fill a device, few enough for its second cache. */
    private static final int MOST_CHUNK_ROWS = 4096;

    /** Nodes of a graph, beyond which another one begins. */
    private static final int MOST_NODES = 8192;

    private final CudaContext context;
    private final CudaMemory memory;
    private final Kernels kernels;
    private final int lanes;
    private final Addresses addresses;
    private final CudaWeights.Lease lease;
    private final Recording recording;
    private final Precision precision;
    private final RewardCode rewardCode;

    CudaCompiler(
            CudaContext context,
            CudaMemory memory,
            Kernels kernels,
            CudaWeights weights,
            int lanes,
            Addresses addresses,
            Recording recording,
            Precision precision,
            RewardCode rewardCode) {
        this.context = context;
        this.memory = memory;
        this.kernels = kernels;
        this.lanes = lanes;
        this.addresses = addresses;
        this.lease = weights.lease();
        this.recording = recording;
        this.precision = precision;
        this.rewardCode = rewardCode;
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
        long populationBytes = PopulationKernels.scratchBytes(recording);
        long rowBytes = (workspace.floatsPerRow() + resultFloats()) * Float.BYTES;
        Plan plan =
                new Planner(1, MOST_CHUNK_ROWS, rowBytes, 0, lanes, memory.held()).plan(recording, options, precision);
        long bytes = Math.max(plan.workspaceBytes(), populationBytes);
        long area = bytes == 0 ? 0 : memory.take(bytes, "workspace");
        if (area != 0) {
            undo.add(() -> memory.giveBack(area));
        }
        ControlBlock control = new ControlBlock(context, memory);
        undo.add(control::close);
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
        List<List<Launch>> chunks = chunkLaunches(plan, workspace, control, area, rowBytes);
        List<Launch> last = new ArrayList<>();
        PopulationKernels populationKernels =
                new PopulationKernels(recording, control.address(), area, addresses, last::add);
        recording.populationPart().forEach(populationKernels::add);
        chunks.forEach(chunk -> chunk.forEach(kernels::prepare));
        last.forEach(kernels::prepare);
        kernels.prepare(control.stamp(CudaRunner.BEGIN));
        kernels.prepare(control.stampAndDecide(CudaRunner.DECODED));
        record(chunks, last, control, streams, generation, population == null ? generation : population);
        // The driver uploads graphs behind the caller's back: what is uploaded late would count as a first run.
        streams.synchronize();
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
                        chunks(plan, streams),
                        names(chunks, last, control)));
    }

    private static List<String> names(List<List<Launch>> chunks, List<Launch> last, ControlBlock control) {
        return Stream.of(
                        chunks.stream().flatMap(List::stream),
                        last.stream(),
                        Stream.of(control.stamp(CudaRunner.BEGIN), control.stampAndDecide(CudaRunner.DECODED)))
                .flatMap(launches -> launches)
                .map(Launch::kernel)
                .distinct()
                .toList();
    }

    /** The floats of a row that a convolution leaves for its epilogue. */
    private long resultFloats() {
        return recording.individualPart().stream()
                .filter(Operation.Convolve.class::isInstance)
                .mapToLong(
                        operation -> ((Operation.Convolve) operation).target().width())
                .max()
                .orElse(0);
    }

    private List<List<Launch>> chunkLaunches(
            Plan plan, Workspace workspace, ControlBlock control, long area, long rowBytes) {
        List<List<Launch>> chunks = new ArrayList<>();
        for (long firstRow = 0; firstRow < plan.rows(); firstRow += plan.chunkRows()) {
            int rows = (int) Math.min(plan.chunkRows(), plan.rows() - firstRow);
            long lane = area + chunks.size() % plan.lanes() * rowBytes * plan.chunkRows();
            ChunkView view = new ChunkView(
                    control.address(), firstRow, rows, recording.individuals(), lane, workspace, addresses);
            List<Launch> launches = new ArrayList<>();
            IndividualKernels individual = new IndividualKernels(view, lease, precision, rewardCode, launches::add);
            recording.individualPart().forEach(individual::add);
            chunks.add(launches);
        }
        return chunks;
    }

    /** Chunks in as few graphs as may be, then the population, with stamps between them. */
    private void record(
            List<List<Launch>> chunks,
            List<Launch> last,
            ControlBlock control,
            Streams streams,
            Graphs generation,
            Graphs population) {
        int begin = 0;
        while (begin < chunks.size()) {
            int first = begin;
            int end = begin;
            long nodes = 0;
            while (end < chunks.size()
                    && (end == begin || nodes + chunks.get(end).size() <= MOST_NODES)) {
                nodes += chunks.get(end++).size();
            }
            int behind = end;
            boolean whole = end == chunks.size() && population == generation;
            generation.capture(() -> {
                if (first == 0) {
                    kernels.launch(control.stamp(CudaRunner.BEGIN), streams.main());
                    streams.fork();
                }
                for (int chunk = first; chunk < behind; chunk++) {
                    long stream = streams.lane(chunk % streams.lanes());
                    chunks.get(chunk).forEach(launch -> kernels.launch(launch, stream));
                }
                if (whole) {
                    streams.join();
                    finish(last, control, streams.main());
                }
            });
            begin = end;
        }
        if (population != generation) {
            population.capture(() -> finish(last, control, streams.main()));
        }
    }

    private void finish(List<Launch> last, ControlBlock control, long stream) {
        kernels.launch(control.stampAndDecide(CudaRunner.DECODED), stream);
        last.forEach(launch -> kernels.launch(launch, stream));
        kernels.launch(control.stamp(CudaRunner.END), stream);
        control.fetch(stream);
    }

    private @Nullable CudaChunks chunks(Plan plan, Streams streams) {
        Operation.ScoreOnHost host = recording.hostReward();
        return host == null
                ? null
                : new CudaChunks(
                        () -> {
                            context.enter();
                            streams.synchronize();
                        },
                        memory,
                        plan,
                        addresses.of(host.samples().buffer()),
                        host.samples().width(),
                        addresses.of(host.rewards()));
    }
}
