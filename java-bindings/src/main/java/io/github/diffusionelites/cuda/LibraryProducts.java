package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.blas.Blas;
import io.github.diffusionelites.cuda.blas.BlasProbe;
import io.github.diffusionelites.cuda.blas.BlasStatus;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.Precision;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Products of a device by cuBLAS, which is looked for when the first program wishes for it. */
final class LibraryProducts implements AutoCloseable {

    /** What cuBLAS takes for itself on compute capability 9.0; less could make it choose slower ways. */
    static final long WORKSPACE_BYTES = 32L << 20;

    private static final System.Logger LOGGER = System.getLogger("io.github.diffusionelites.device");

    private final CudaContext context;
    private final Supplier<BlasProbe> probe;
    private final Supplier<Blas> opening;
    private boolean sought;
    private @Nullable Blas blas;
    private long handle;

    /**
     * Makes products of a context.
     *
     * @param probe looks for the library
     * @param opening opens what was found
     */
    LibraryProducts(CudaContext context, Supplier<BlasProbe> probe, Supplier<Blas> opening) {
        this.context = context;
        this.probe = probe;
        this.opening = opening;
    }

    /**
     * Returns whether there is a library, which it opens when first asked; if there is none, the log says why.
     *
     * @throws DeviceException if the library was found but does not begin to work on this device
     */
    boolean available() {
        if (!sought) {
            BlasProbe found = probe.get();
            if (found.usable()) {
                Blas opened = opening.get();
                long[] created = new long[1];
                BlasStatus.check("cublasCreate", opened.create(created), "this device");
                handle = created[0];
                blas = opened;
            } else {
                LOGGER.log(System.Logger.Level.WARNING, found.problem());
            }
            sought = true;
        }
        return blas != null;
    }

    /** Computes a product once, of whatever lies there: the library loads its kernels, which it may not in a capture. */
    void prepare(Product product) {
        launch(product, context.stream());
        context.driver().streams().synchronize(context.stream());
    }

    /**
     * Computes a product on a stream, or records it where the stream is captured.
     *
     * @throws DeviceException if the library refuses it
     */
    void launch(Product product, long stream) {
        Blas calls = blas;
        if (calls == null) {
            throw new IllegalStateException("A product was recorded for a matrix library that is not there.");
        }
        int type = product.precision() == Precision.BFLOAT16 ? Blas.BFLOAT16 : Blas.FLOAT32;
        String sizes = product.lines() + " x " + product.in() + " x " + product.out();
        BlasStatus.check("cublasSetStream", calls.setStream(handle, stream), sizes);
        // After the stream, which brings the library's own workspace back.
        BlasStatus.check("cublasSetWorkspace", calls.setWorkspace(handle, product.workspace(), WORKSPACE_BYTES), sizes);
        // Column-major, the target is [out, lines], the weights are [in, out] and the source is [in, lines].
        int status = calls.gemmEx(
                handle,
                Blas.TRANSPOSED,
                Blas.PLAIN,
                product.out(),
                product.lines(),
                product.in(),
                1,
                product.weights(),
                type,
                product.in(),
                product.source(),
                type,
                product.in(),
                0,
                product.target(),
                Blas.FLOAT32,
                product.out());
        BlasStatus.check(Product.CALL, status, sizes);
    }

    @Override
    public void close() {
        Blas calls = blas;
        blas = null;
        if (calls != null && !context.driver().isLost()) {
            BlasStatus.check("cublasDestroy", calls.destroy(handle), "this device");
        }
    }
}
