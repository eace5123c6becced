package io.github.diffusionelites.device.engine;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Selection;
import java.util.stream.Stream;

/** The buffers of integers that a program writes, so that nobody can know what they hold without reading them. */
final class WrittenIntegers {

    private WrittenIntegers() {}

    static Stream<Buffer> of(Recording recording) {
        return Stream.concat(
                recording.individualPart().stream().flatMap(WrittenIntegers::of),
                recording.populationPart().stream().flatMap(WrittenIntegers::of));
    }

    private static Stream<Buffer> of(Operation.Individual operation) {
        return operation instanceof Operation.SampleMixture mixture ? Stream.of(mixture.components()) : Stream.of();
    }

    /** Without a default: whoever adds an operation must say. */
    private static Stream<Buffer> of(Operation.Population operation) {
        return switch (operation) {
            case Operation.Select select -> of(select.selection());
            case Operation.Cholesky cholesky -> Stream.of(cholesky.valid());
            case Operation.RobustCholesky cholesky -> Stream.of(cholesky.valid(), cholesky.retries());
            case Operation.UpdateDiagonal update -> Stream.of(update.proposal().outcome());
            case Operation.UpdateFull update -> Stream.of(update.proposal().outcome());
            case Operation.UpdateEliteMatrix update -> of(update.proposal());
            case Operation.KeepChampion keep -> Stream.of(keep.individuals());
            case Operation.Moments moments -> Stream.of();
            case Operation.Covariance covariance -> Stream.of();
            case Operation.Shrink shrink -> Stream.of();
            case Operation.Evolve evolve -> Stream.of();
            case Operation.RowNorms norms -> Stream.of();
            case Operation.Gather gather -> Stream.of();
            case Operation.Statistics statistics -> Stream.of();
        };
    }

    private static Stream<Buffer> of(Selection selection) {
        return Stream.of(selection.elites(), selection.summary());
    }

    private static Stream<Buffer> of(Proposal.EliteMatrix proposal) {
        return Stream.of(proposal.counts(), proposal.outcome());
    }
}
