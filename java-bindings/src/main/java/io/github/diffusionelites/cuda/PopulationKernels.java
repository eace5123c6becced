package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.engine.Addresses;
import java.util.function.Consumer;

/**
 * The launches of operations on whole populations. Fields of the arguments stand in the order of the kernel's struct.
 *
 * @param control address of the control block
 * @param scratch address of {@link #scratchBytes} of memory, which operations use one after the other
 * @param mostSharedBytes that a block of the device can have
 */
record PopulationKernels(
        Recording recording,
        long control,
        long scratch,
        int mostSharedBytes,
        Addresses addresses,
        Consumer<Launch> launches) {

    /** Rows of a block of sums, as in row_blocks.h. */
    private static final int ROWS_OF_BLOCK = 1024;

    private static final int BLOCK_THREADS = 256;
    private static final int EVOLVE_SIDE = 16;

    /**
     * Returns what the operations of a recording need for a moment: as much as the one that needs most.
     *
     * @param mostSharedBytes that a block of the device can have
     */
    static long scratchBytes(Recording recording, int mostSharedBytes) {
        return recording.populationPart().stream()
                .mapToLong(operation -> scratchBytes(recording, operation, mostSharedBytes))
                .max()
                .orElse(0);
    }

    private static long scratchBytes(Recording recording, Operation.Population operation, int mostSharedBytes) {
        return switch (operation) {
            case Operation.Moments moments ->
                RefitKernels.momentsBytes(
                        recording.searches(),
                        recording.individuals(),
                        moments.rows().width());
            case Operation.Covariance covariance ->
                RefitKernels.covarianceBytes(
                        recording.searches(),
                        recording.individuals(),
                        covariance.rows().width());
            case Operation.Select ignored ->
                SelectionKernels.selectBytes(recording.searches(), recording.individuals());
            case Operation.Statistics ignored ->
                SelectionKernels.statisticsBytes(recording.searches(), recording.individuals());
            case Operation.RowNorms norms -> recording.rows() * Double.BYTES;
            case Operation.Cholesky cholesky ->
                RefitKernels.choleskyBytes(recording.searches(), side(cholesky.covariance()), mostSharedBytes);
            case Operation.RobustCholesky cholesky ->
                RefitKernels.choleskyBytes(recording.searches(), side(cholesky.covariance()), mostSharedBytes);
            case Operation.UpdateFull update ->
                (update.covariance().shape().elements() + update.mean().shape().elements()) * Double.BYTES;
            case Operation.Evolve evolve ->
                EvolveScratch.of(recording, evolve, 0).bytes();
            case Operation.UpdateEliteMatrix update -> recording.searches() * eliteMatrixBytes(update);
            default -> 0;
        };
    }

    static int rowBlocks(Recording recording) {
        return Math.ceilDiv(recording.individuals(), ROWS_OF_BLOCK);
    }

    /** Of a search: matrices in double, then the centred elites, at a multiple of 16. */
    private static long eliteMatrixBytes(Operation.UpdateEliteMatrix update) {
        long width = update.rows().width();
        long capacity = update.proposal().elites().shape().dimension(1);
        long side = Math.min(capacity, width);
        long doubles = 3 * side * side + width * (capacity + 1) + side * (capacity + 1);
        return Math.ceilDiv(doubles * Double.BYTES + capacity * width * Float.BYTES, 16L) * 16;
    }

    void add(Operation.Population operation) {
        int searches = recording.searches();
        int individuals = recording.individuals();
        switch (operation) {
            case Operation.Select select -> selection().select(select);
            case Operation.Moments moments -> refit().moments(moments);
            case Operation.Covariance covariance -> refit().covariance(covariance);
            case Operation.Cholesky cholesky -> refit().cholesky(cholesky);
            case Operation.RobustCholesky cholesky -> refit().cholesky(cholesky);
            case Operation.Shrink(Selection selection, Buffer covariance, Buffer intensity) ->
                blocks(
                        "shrink",
                        searches,
                        BLOCK_THREADS,
                        arguments()
                                .pointers(
                                        of(selection.elites()), of(selection.summary()), of(covariance), of(intensity))
                                .integers(searches, individuals, side(covariance)));
            case Operation.UpdateDiagonal(
                    Selection selection,
                    Buffer mean,
                    Buffer variance,
                    Buffer floors,
                    Proposal.Diagonal proposal) ->
                blocks(
                        "update_diagonal",
                        searches,
                        BLOCK_THREADS,
                        arguments()
                                .pointers(
                                        of(selection.elites()),
                                        of(selection.summary()),
                                        of(mean),
                                        of(variance),
                                        of(floors),
                                        of(proposal.mean()),
                                        of(proposal.deviation()),
                                        of(proposal.divergence()),
                                        of(proposal.outcome()))
                                .integers(searches, (int) mean.shape().dimension(1)));
            case Operation.UpdateFull update -> updateFull(update);
            case Operation.RowNorms(Rows.Stored rows, Buffer settings, Buffer norms) -> {
                Arguments arguments = arguments()
                        .pointers(of(rows.buffer()), of(settings), scratch, of(norms))
                        .integers(searches, individuals, rows.width());
                launches.accept(Launch.ofWarps("measure_rows", recording.rows(), arguments));
                blocks("describe_norms", searches, BLOCK_THREADS, arguments);
            }
            case Operation.KeepChampion keep -> keepChampion(keep);
            case Operation.Gather(Rows.Stored rows, Selection selection, Buffer target) -> {
                int capacity = (int) target.shape().dimension(1);
                launches.accept(Launch.ofRows(
                        "gather",
                        (long) searches * capacity,
                        rows.width(),
                        arguments()
                                .pointers(
                                        of(rows.buffer()), of(selection.elites()), of(selection.summary()), of(target))
                                .integers(searches, individuals, rows.width(), capacity)));
            }
            case Operation.Statistics statistics -> selection().statistics(statistics);
            case Operation.UpdateEliteMatrix update -> updateEliteMatrix(update);
            case Operation.Evolve evolve -> evolve(evolve);
        }
    }

    private SelectionKernels selection() {
        return new SelectionKernels(
                recording.searches(), recording.individuals(), control, scratch, addresses, launches);
    }

    private RefitKernels refit() {
        return new RefitKernels(
                recording.searches(), recording.individuals(), control, scratch, mostSharedBytes, addresses, launches);
    }

    private void updateFull(Operation.UpdateFull update) {
        Proposal.Full proposal = update.proposal();
        blocks(
                "update_full",
                recording.searches(),
                BLOCK_THREADS,
                arguments()
                        .pointers(
                                of(update.selection().elites()),
                                of(update.selection().summary()),
                                of(update.mean()),
                                of(update.covariance()),
                                of(update.factor()),
                                of(update.valid()),
                                of(proposal.mean()),
                                of(proposal.covariance()),
                                of(proposal.factor()),
                                of(proposal.divergence()),
                                of(proposal.outcome()),
                                scratch)
                        .integers(recording.searches(), side(update.covariance())));
    }

    private void updateEliteMatrix(Operation.UpdateEliteMatrix update) {
        Proposal.EliteMatrix proposal = update.proposal();
        blocks(
                "update_elite_matrix",
                recording.searches(),
                BLOCK_THREADS,
                arguments()
                        .pointers(
                                of(update.rows().buffer()),
                                of(update.selection().elites()),
                                of(update.selection().summary()),
                                of(update.mean()),
                                of(update.jitter()),
                                of(proposal.mean()),
                                of(proposal.elites()),
                                of(proposal.counts()),
                                of(proposal.jitter()),
                                of(proposal.divergence()),
                                of(proposal.outcome()),
                                scratch)
                        .number(eliteMatrixBytes(update))
                        .integers(
                                recording.searches(),
                                recording.individuals(),
                                update.rows().width(),
                                (int) proposal.elites().shape().dimension(1)));
    }

    private void evolve(Operation.Evolve evolve) {
        int width = evolve.rows().width();
        int searches = recording.searches();
        int individuals = recording.individuals();
        int blocks = rowBlocks(recording);
        EvolveScratch between = EvolveScratch.of(recording, evolve, scratch);
        Arguments arguments = arguments()
                .pointers(
                        of(evolve.rows().buffer()),
                        of(evolve.logFitness()),
                        of(evolve.settings()),
                        of(evolve.table()),
                        of(evolve.searchIds()),
                        of(evolve.target().buffer()),
                        of(evolve.sampleSizes()),
                        between.logWeight(),
                        between.blockSums(),
                        between.centre(),
                        between.tops(),
                        between.sums(),
                        between.squares())
                .integers(
                        searches,
                        individuals,
                        width,
                        (int) evolve.table().shape().dimension(1),
                        blocks);
        long tiles = (long) searches * Math.ceilDiv(individuals, EVOLVE_SIDE);
        launches.accept(Launch.ofWarps("evolve_weights", recording.rows(), arguments));
        launches.accept(Launch.ofItems("evolve_block_sums", (long) searches * blocks * width, arguments));
        blocks("evolve_centre", searches, BLOCK_THREADS, arguments);
        blocks("evolve_sums", tiles, BLOCK_THREADS, arguments);
        blocks("evolve_move", tiles * Math.ceilDiv(width, EVOLVE_SIDE), BLOCK_THREADS, arguments);
        blocks("evolve_sample_sizes", searches, BLOCK_THREADS, arguments);
    }

    private void keepChampion(Operation.KeepChampion keep) {
        int width = keep.rows().width();
        launches.accept(Launch.ofItems(
                "keep_champion",
                (long) recording.searches() * width,
                arguments()
                        .pointers(
                                of(keep.rows().buffer()),
                                of(keep.rewards()),
                                of(keep.selection().elites()),
                                of(keep.selection().summary()),
                                of(keep.champions()),
                                of(keep.championRewards()),
                                of(keep.individuals()))
                        .integers(recording.searches(), recording.individuals(), width, (int)
                                keep.championRewards().shape().dimension(1))));
    }

    private void blocks(String kernel, long items, int threads, Arguments arguments) {
        launches.accept(Launch.ofBlocks(kernel, items, threads, 0, arguments));
    }

    /** The first field of every kernel of the population. */
    private Arguments arguments() {
        return new Arguments().pointer(control);
    }

    private static int side(Buffer matrices) {
        return (int) matrices.shape().dimension(1);
    }

    private long of(Buffer buffer) {
        return addresses.of(buffer);
    }
}
