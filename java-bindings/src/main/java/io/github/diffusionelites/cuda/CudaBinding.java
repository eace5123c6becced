package io.github.diffusionelites.cuda;

import io.github.diffusionelites.cuda.blas.Blas;
import io.github.diffusionelites.cuda.blas.BlasProbe;
import io.github.diffusionelites.cuda.blas.FfmBlas;
import io.github.diffusionelites.cuda.blas.jcublas.JCublasLibrary;
import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.cuda.driver.Driver;
import io.github.diffusionelites.cuda.driver.DriverProbe;
import io.github.diffusionelites.cuda.ffm.FfmDriver;
import io.github.diffusionelites.cuda.jcuda.JCudaBinding;
import io.github.diffusionelites.device.DeviceUnavailableException;
import io.github.diffusionelites.device.DriverBinding;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways to call the driver, and cuBLAS. */
public enum CudaBinding {
    /** By Java's foreign function interface: the default. */
    FFM(FfmDriver::probe, FfmDriver::open, FfmBlas::probe, FfmBlas::open),
    /** By JCuda, for those who use it already; calls take longer. */
    JCUDA(JCudaBinding::probe, JCudaBinding::open, JCublasLibrary::probe, JCublasLibrary::open);

    /** The property that chooses the binding, {@code ffm} or {@code jcuda}. */
    public static final String PROPERTY = "elites.cuda.binding";

    @SuppressWarnings("ImmutableEnumChecker") // References to methods without state.
    private final Supplier<DriverProbe> probe;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Driver> open;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<BlasProbe> blasProbe;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Blas> openBlas;

    CudaBinding(
            Supplier<DriverProbe> probe,
            Supplier<Driver> open,
            Supplier<BlasProbe> blasProbe,
            Supplier<Blas> openBlas) {
        this.probe = probe;
        this.open = open;
        this.blasProbe = blasProbe;
        this.openBlas = openBlas;
    }

    /** Returns the binding that is asked for, or, for null, {@link #chosen}. */
    static CudaBinding of(@Nullable DriverBinding wish) {
        return switch (wish) {
            case null -> chosen();
            case FFM -> FFM;
            case JCUDA -> JCUDA;
        };
    }

    /**
     * Returns the binding that the property asks for.
     *
     * @throws DeviceUnavailableException if it asks for another one
     */
    static CudaBinding chosen() {
        String wish = System.getProperty(PROPERTY, "ffm");
        return Arrays.stream(values())
                .filter(binding -> binding.toString().equals(wish))
                .findFirst()
                .orElseThrow(() -> new DeviceUnavailableException(
                        "The system property " + PROPERTY + " is \"" + wish + "\", but must be ffm or jcuda."));
    }

    /** Returns what looking for the driver through this binding found. */
    DriverProbe probe() {
        return probe.get();
    }

    /** Returns the driver; only where the probe found it usable. */
    CheckedDriver driver() {
        return new CheckedDriver(open.get());
    }

    /** Returns what looking for cuBLAS through this binding found. */
    BlasProbe blasProbe() {
        return blasProbe.get();
    }

    /** Returns products of a context by cuBLAS, which is looked for when it is needed. */
    LibraryProducts products(CudaContext context) {
        return new LibraryProducts(context, blasProbe, openBlas);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
