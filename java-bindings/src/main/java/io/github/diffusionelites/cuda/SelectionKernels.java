package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.engine.Addresses;
import java.util.function.Consumer;

/**
 * The launches of selections and of statistics of rewards: one block a search, or, where rows are long, a block a part of
 * a search in several launches. Fields of the arguments stand in the order of the kernel's struct.
 *
 * @param control address of the control block
 * @param scratch address of {@link #selectBytes} or {@link #statisticsBytes} of memory
 */
record SelectionKernels(
        int searches, int individuals, long control, long scratch, Addresses addresses, Consumer<Launch> launches) {

    private static final int MOST_WHOLE_THREADS = 512;
    private static final int PART_THREADS = 512;
    private static final int DESCRIBE_THREADS = 256;
    private static final int WARP = 32;
    private static final int PASSES = 3;
    private static final int QUANTILES = 5;
    private static final long CHOSEN_BYTES = 2 * Integer.BYTES;
    private static final long SUMS_BYTES = 3 * Double.BYTES;

    /** Returns the bytes that a selection needs for a moment. */
    static long selectBytes(int searches, int individuals) {
        return RowPartsScratch.isWhole(individuals)
                ? 0
                : selectScratch(searches, individuals, 0).end();
    }

    /** Returns the bytes that statistics need for a moment. */
    static long statisticsBytes(int searches, int individuals) {
        return RowPartsScratch.isWhole(individuals)
                ? 0
                : statisticsScratch(searches, individuals, 0).end() + (long) searches * QUANTILES * Integer.BYTES;
    }

    private static RowPartsScratch selectScratch(int searches, int individuals, long address) {
        return RowPartsScratch.of(searches, individuals, 1, CHOSEN_BYTES, address);
    }

    private static RowPartsScratch statisticsScratch(int searches, int individuals, long address) {
        return RowPartsScratch.of(searches, individuals, QUANTILES, SUMS_BYTES, address);
    }

    void select(Operation.Select select) {
        Selection selection = select.selection();
        if (RowPartsScratch.isWhole(individuals)) {
            whole(
                    "select_elites",
                    arguments()
                            .pointers(
                                    of(select.rewards()),
                                    of(select.settings()),
                                    of(selection.elites()),
                                    of(selection.summary()),
                                    of(selection.threshold()))
                            .integers(searches, individuals));
            return;
        }
        RowPartsScratch row = selectScratch(searches, individuals, scratch);
        inParts(row, "survey_rewards", selectArguments(select, row, 0));
        for (int pass = 0; pass < PASSES; pass++) {
            inParts(row, "count_digits_of_rewards", selectArguments(select, row, pass));
        }
        inParts(row, "count_elites", selectArguments(select, row, PASSES));
        inParts(row, "list_elites", selectArguments(select, row, PASSES));
    }

    private Arguments selectArguments(Operation.Select select, RowPartsScratch row, int pass) {
        Selection selection = select.selection();
        return partArguments(row, select.rewards(), select.settings())
                .pointers(row.own(), of(selection.elites()), of(selection.summary()), of(selection.threshold()))
                .integers(pass);
    }

    void statistics(Operation.Statistics statistics) {
        Selection selection = statistics.selection();
        if (RowPartsScratch.isWhole(individuals)) {
            whole(
                    "reward_statistics",
                    arguments()
                            .pointers(
                                    of(statistics.rewards()),
                                    of(statistics.settings()),
                                    of(selection.elites()),
                                    of(selection.summary()),
                                    of(statistics.statistics()))
                            .integers(searches, individuals));
            return;
        }
        RowPartsScratch row = statisticsScratch(searches, individuals, scratch);
        inParts(row, "add_up_rewards", statisticsArguments(statistics, row, 0));
        for (int pass = 0; pass < PASSES; pass++) {
            inParts(row, "count_digits_of_quantiles", statisticsArguments(statistics, row, pass));
        }
        inParts(row, "find_neighbours", statisticsArguments(statistics, row, PASSES));
        launches.accept(Launch.ofBlocks(
                "describe_rewards", searches, DESCRIBE_THREADS, 0, statisticsArguments(statistics, row, PASSES)));
    }

    private Arguments statisticsArguments(Operation.Statistics statistics, RowPartsScratch row, int pass) {
        Selection selection = statistics.selection();
        return partArguments(row, statistics.rewards(), statistics.settings())
                .pointers(
                        of(selection.elites()),
                        of(selection.summary()),
                        row.own(),
                        row.end(),
                        of(statistics.statistics()))
                .integers(pass);
    }

    private Arguments partArguments(RowPartsScratch row, Buffer rewards, Buffer settings) {
        return arguments()
                .pointers(of(rewards), of(settings), row.surveys(), row.joined(), row.bins(), row.places())
                .integers(searches, individuals, row.part(), row.parts());
    }

    /** A block a search, with as many threads as there are individuals, in whole warps, and their keys. */
    private void whole(String kernel, Arguments arguments) {
        int threads = Math.min(MOST_WHOLE_THREADS, Math.ceilDiv(individuals, WARP) * WARP);
        launches.accept(Launch.ofBlocks(kernel, searches, threads, individuals * Integer.BYTES, arguments));
    }

    private void inParts(RowPartsScratch row, String kernel, Arguments arguments) {
        launches.accept(Launch.ofBlocks(kernel, (long) searches * row.parts(), PART_THREADS, 0, arguments));
    }

    private Arguments arguments() {
        return new Arguments().pointer(control);
    }

    private long of(Buffer buffer) {
        return addresses.of(buffer);
    }
}
