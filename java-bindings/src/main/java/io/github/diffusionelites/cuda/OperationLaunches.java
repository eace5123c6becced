package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            Operation.Individual operation = individual.get(i);
            // Who draws latents writes the network's input, too.
            Operation.Individual also = IndividualKernels.loadedNext(individual, i) == null ? null : individual.get(i + 1);
            ChunkWork work = new ChunkWork(
                    first, parts, weights, precision, noise, launch -> add(all, operation, also, launch));
            new IndividualKernels(work).add(individual.subList(i, also == null ? i + 1 : i + 2));
            i += also == null ? 0 : 1;
        }
        for (Operation.Population operation : recording.populationPart()) {
            new PopulationKernels(
                            recording,
                            first.control(),
                            scratch,
                            parts.limits().sharedBytes(),
                            first.addresses(),
                            launch -> add(all, operation, null, launch))
                    .add(operation);
        }
        return all;
    }

    private void add(
            List<OperationLaunch> all, Operation operation, @Nullable Operation also, Launch launch) {
        all.add(new OperationLaunch(operation, also, launch.in(parts.geometry())));
    }
}
