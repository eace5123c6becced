package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;
import java.util.ArrayList;
import java.util.List;

/**
 * The launches of a compiled program, made once more for those who time them one by one. Programs do not keep theirs:
 * graphs hold copies.
 *
 * @param recording that was compiled
 * @param first chunk
 * @param scratch address of what operations on populations need for a moment
 * @param parts of the device
 * @param weights of the program
 * @param precision of feature maps
 * @param noise arithmetic of normal numbers
 */
record OperationLaunches(
        Recording recording,
        ChunkView first,
        long scratch,
        DeviceParts parts,
        CudaWeights.Lease weights,
        Precision precision,
        Noise noise) {

    /** Returns those of the first chunk, then those of the population, each with its operation, in their order. */
    List<OperationLaunch> list() {
        List<OperationLaunch> all = new ArrayList<>();
        List<Operation.Individual> individual = recording.individualPart();
        for (int i = 0; i < individual.size(); i++) {
            // Who draws latents writes the network's input, too.
            int end = IndividualKernels.loadedNext(individual, i) == null ? i + 1 : i + 2;
            Operation.Individual operation = individual.get(i);
            ChunkWork work =
                    new ChunkWork(first, parts, weights, precision, noise, launch -> add(all, operation, launch));
            new IndividualKernels(work).add(individual.subList(i, end));
            i = end - 1;
        }
        for (Operation.Population operation : recording.populationPart()) {
            new PopulationKernels(
                            recording,
                            first.control(),
                            scratch,
                            parts.limits().sharedBytes(),
                            first.addresses(),
                            launch -> add(all, operation, launch))
                    .add(operation);
        }
        return all;
    }

    private void add(List<OperationLaunch> all, Operation operation, Launch launch) {
        all.add(new OperationLaunch(operation, launch.in(parts.geometry())));
    }
}
