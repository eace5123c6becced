package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.engine.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The steps of each chunk of a program, whose lanes lie side by side.
 *
 * @param plan of the program
 * @param noise arithmetic of normal numbers
 * @param memory of a lane
 * @param area address of all lanes: what the matrix library needs of each, where the driver aligned it, then their rows
 * @param control address of the control block
 */
record ChunkSteps(
        Recording recording,
        Plan plan,
        Noise noise,
        LaneMemory memory,
        long area,
        long control,
        Addresses addresses,
        CudaWeights.Lease lease,
        DeviceParts parts) {

    /** Returns those of all chunks. */
    List<List<Step>> all() {
        List<List<Step>> chunks = new ArrayList<>();
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            List<Step> steps = new ArrayList<>();
            new IndividualKernels(work(chunk, steps::add)).add(recording.individualPart());
            chunks.add(steps);
        }
        return chunks;
    }

    /** Returns what the steps of a chunk are made of, by who takes them. */
    ChunkWork work(int chunk, Consumer<Step> steps) {
        long firstRow = (long) chunk * plan.chunkRows();
        int rows = (int) Math.min(plan.chunkRows(), plan.rows() - firstRow);
        int lane = chunk % plan.lanes();
        long ofRows = area + plan.lanes() * memory.libraryBytes() + lane * memory.rowBytes() * plan.chunkRows();
        long ofLibrary = memory.libraryBytes() == 0 ? 0 : area + lane * memory.libraryBytes();
        return new ChunkWork(
                new ChunkView(control, firstRow, rows, recording.individuals(), ofRows, memory.workspace(), addresses),
                parts,
                lease,
                plan.precision(),
                noise,
                ofLibrary,
                step -> steps.accept(step.in(parts.geometry())));
    }
}
