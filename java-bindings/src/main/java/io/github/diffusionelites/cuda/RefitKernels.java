package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.engine.Addresses;
import java.util.function.Consumer;

/**
 * The launches of what refits take from the elites: moments, covariances and their factors. Fields of the arguments stand
 * in the order of the kernel's struct.
 *
 * @param control address of the control block
 * @param scratch address of {@link #momentsBytes}, {@link #covarianceBytes} or {@link #choleskyBytes} of memory
 * @param mostSharedBytes that a block of the device can have
 */
record RefitKernels(
        int searches,
        int individuals,
        long control,
        long scratch,
        int mostSharedBytes,
        Addresses addresses,
        Consumer<Launch> launches) {

    // As in moments.cu.
    private static final int ELITES_OF_RUN = 64;
    private static final int COORDINATES_OF_JOIN = 32;
    private static final int JOIN_THREADS = 512;

    // As in covariance.cu.
    private static final int TILE_SIDE = 64;
    private static final int COVARIANCE_THREADS = 128;

    /** Tiles and slices together that occupy a device; fewer tiles are sliced. */
    private static final long ENOUGH_TILES = 256;

    /** Individuals for each slice: about a tenth of them are elites, four steps of 32. */
    private static final int INDIVIDUALS_OF_SLICE = 1024;

    private static final int CHOLESKY_THREADS = 256;

    /** What the kernels of cholesky.cu have of their own, at most. */
    private static final int OWN_SHARED_BYTES = 2048;

    static long momentsBytes(int searches, int individuals, int width) {
        return (long) searches * runs(individuals) * 2 * width * Double.BYTES;
    }

    static long covarianceBytes(int searches, int individuals, int width) {
        long slices = slices(searches, individuals, width);
        return slices == 1 ? 0 : searches * slices * tiles(width) * TILE_SIDE * TILE_SIDE * Double.BYTES;
    }

    static long choleskyBytes(int searches, int width, int mostSharedBytes) {
        return isShared(width, mostSharedBytes) ? 0 : (long) searches * width * width * Double.BYTES;
    }

    private static int runs(int individuals) {
        return Math.ceilDiv(individuals, ELITES_OF_RUN);
    }

    /** Tiles on and below the diagonal. */
    private static long tiles(int width) {
        long across = Math.ceilDiv(width, TILE_SIDE);
        return across * (across + 1) / 2;
    }

    /** Of the elites, for each tile: by the shapes alone, because the order of a sum follows from it. */
    private static int slices(int searches, int individuals, int width) {
        long wanted = ENOUGH_TILES / (searches * tiles(width));
        return Math.clamp(wanted, 1, Math.ceilDiv(individuals, INDIVIDUALS_OF_SLICE));
    }

    /** Whether a packed triangle fits into a block's shared memory. */
    private static boolean isShared(int width, int mostSharedBytes) {
        return triangleBytes(width) <= mostSharedBytes - OWN_SHARED_BYTES;
    }

    private static long triangleBytes(int width) {
        return width * (width + 1L) / 2 * Double.BYTES;
    }

    void moments(Operation.Moments moments) {
        int width = moments.rows().width();
        Selection selection = moments.selection();
        Arguments arguments = arguments()
                .pointers(
                        of(moments.rows().buffer()),
                        of(selection.elites()),
                        of(selection.summary()),
                        scratch,
                        of(moments.mean()),
                        of(moments.variance()))
                .integers(searches, individuals, width, runs(individuals));
        long groups = width % 4 == 0 ? width / 4 : width;
        launches.accept(Launch.ofItems("add_up_moments", searches * groups * runs(individuals), arguments));
        launches.accept(Launch.ofBlocks(
                "join_moments",
                (long) searches * Math.ceilDiv(width, COORDINATES_OF_JOIN),
                JOIN_THREADS,
                0,
                arguments));
    }

    void covariance(Operation.Covariance covariance) {
        int width = covariance.rows().width();
        int slices = slices(searches, individuals, width);
        Selection selection = covariance.selection();
        Arguments arguments = arguments()
                .pointers(
                        of(covariance.rows().buffer()),
                        of(selection.elites()),
                        of(selection.summary()),
                        of(covariance.mean()),
                        of(covariance.jitter()),
                        of(covariance.covariance()),
                        scratch)
                .integers(searches, individuals, width, slices);
        long items = searches * tiles(width);
        launches.accept(Launch.ofBlocks("covariance", items * slices, COVARIANCE_THREADS, 0, arguments));
        if (slices > 1) {
            launches.accept(Launch.ofItems("join_covariance", items * TILE_SIDE * TILE_SIDE, arguments));
        }
    }

    void cholesky(Operation.Cholesky cholesky) {
        cholesky("cholesky", cholesky.covariance(), cholesky.factor(), cholesky.valid(), 0);
    }

    void cholesky(Operation.RobustCholesky cholesky) {
        cholesky("robust_cholesky", cholesky.covariance(), cholesky.factor(), cholesky.valid(), of(cholesky.retries()));
    }

    private void cholesky(String kernel, Buffer covariance, Buffer factor, Buffer valid, long retries) {
        int width = (int) covariance.shape().dimension(1);
        boolean shared = isShared(width, mostSharedBytes);
        launches.accept(Launch.ofBlocks(
                kernel,
                searches,
                CHOLESKY_THREADS,
                shared ? (int) triangleBytes(width) : 0,
                arguments()
                        .pointers(of(covariance), of(factor), of(valid), retries, shared ? 0 : scratch)
                        .integers(searches, width)));
    }

    private Arguments arguments() {
        return new Arguments().pointer(control);
    }

    private long of(Buffer buffer) {
        return addresses.of(buffer);
    }
}
