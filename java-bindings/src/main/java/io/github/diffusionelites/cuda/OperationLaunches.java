package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Recording;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launches of a compiled program, made once more for those who time them one by one. Programs do not keep theirs:
 * graphs hold copies.
 *
 * @param steps of its chunks
 */
record OperationLaunches(ChunkSteps steps) {

    /** Returns those of the first chunk, then those of the population, each with its operation, in their order. */
    List<OperationLaunch> list() {
        List<OperationLaunch> all = new ArrayList<>();
        Recording recording = steps.recording();
        List<Operation.Individual> individual = recording.individualPart();
        for (int i = 0; i < individual.size(); i++) {
            Operation.Individual operation = individual.get(i);
            // Who draws latents writes the network's input, too.
            @Nullable
            Operation also = IndividualKernels.loadedNext(individual, i) == null ? null : individual.get(i + 1);
            ChunkWork work = steps.work(0, step -> all.add(new OperationLaunch(operation, also, step)));
            new IndividualKernels(work).add(individual.subList(i, also == null ? i + 1 : i + 2));
            i += also == null ? 0 : 1;
        }
        for (Operation.Population operation : recording.populationPart()) {
            new PopulationKernels(
                            recording,
                            steps.control(),
                            steps.area(),
                            parts().limits().sharedBytes(),
                            steps.addresses(),
                            launch -> all.add(new OperationLaunch(operation, null, launch.in(parts().geometry()))))
                    .add(operation);
        }
        return all;
    }

    /** Returns the first chunk. */
    ChunkView chunk() {
        return steps.work(0, step -> {}).chunk();
    }

    /** Returns what programs of the device share. */
    DeviceParts parts() {
        return steps.parts();
    }
}
