package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.cuda.blas.BlasProbe;
import io.github.diffusionelites.cuda.driver.CheckedDriver;
import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.device.conformance.NetworkConformance;
import io.github.diffusionelites.device.conformance.ResidualMlpConformance;
import io.github.diffusionelites.device.conformance.WishingDevice;
import io.github.diffusionelites.device.engine.ManagedDevice;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dense layers by cuBLAS's twin: within the tolerances of every device, recorded into the same graphs. */
@ExtendWith(OnEmulator.class)
class CudaLibraryProductsTest {

    private static final int ROWS = 23;
    private static final int WIDTH = 6;
    private static final int HIDDEN = 40;

    /** The network's output and nothing else. */
    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.MAX_VALUE, 0, 0, 0, 1, 0, 0, 1);

    private final Convolution1d first = layer(WIDTH, HIDDEN);
    private final Convolution1d second = layer(HIDDEN, WIDTH);

    private static Device byLibrary(CudaBinding binding) {
        return new WishingDevice(EmulatedDevice.open(binding), wish -> wish.withProducts(Products.LIBRARY));
    }

    @Nested
    class Vectors extends ResidualMlpConformance {
        @Override
        protected Device open() {
            return byLibrary(CudaBinding.FFM);
        }
    }

    @Nested
    class Networks extends NetworkConformance {
        @Override
        protected Device open() {
            return byLibrary(CudaBinding.JCUDA);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldMultiplyByTheLibraryWhereThePlanSaysSo(CudaBinding binding) {
        try (Device device = EmulatedDevice.open(binding)) {
            for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
                PlanOptions options = new PlanOptions(7, 2, precision);
                float[] own = run(device, options, false);
                float[] library = run(device, options.withProducts(Products.LIBRARY), true);
                // Both round the hidden layer alike, save where sums differ at a tie.
                double error = precision == Precision.BFLOAT16 ? 0x1p-8 : 1e-5;
                for (int i = 0; i < own.length; i++) {
                    assertThat((double) library[i]).isCloseTo(own[i], within(error));
                }
                assertThat(run(device, options.withProducts(Products.LIBRARY), true))
                        .as("again")
                        .isEqualTo(library);
            }
        }
    }

    @Test
    void shouldMultiplyByKernelsWhereTheLibraryIsMissing() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM);
                Device without = withoutLibrary()) {
            float[] own = run(device, PlanOptions.AUTO, false);
            assertThat(run(without, PlanOptions.AUTO.withProducts(Products.LIBRARY), false))
                    .isEqualTo(own);
        }
    }

    private static Device withoutLibrary() {
        CheckedDriver driver = CudaBinding.FFM.driver();
        driver.devices().initialize();
        CudaContext context = CudaContext.open(driver, 0);
        LibraryProducts products = new LibraryProducts(context, () -> new BlasProbe("", "There is none."), () -> {
            throw new AssertionError("Nothing was found that could be opened.");
        });
        DeviceInfo info = new CudaProvider().probe().devices().getFirst();
        return new ManagedDevice(
                new CudaBackend(info, context, CudaLimits.of(driver, context.device()), products, false));
    }

    @Test
    void shouldFailAsTheLibraryDoesAndGoOnWithoutIt() {
        try (Device device = EmulatedDevice.open(CudaBinding.FFM)) {
            PlanOptions library = PlanOptions.AUTO.withProducts(Products.LIBRARY);
            long free = device.freeBytes();
            EmulatorControls.fail("emulator_enqueue", 2, 2);
            assertThatExceptionOfType(DeviceException.class)
                    .isThrownBy(() -> run(device, library, true))
                    .withMessageContaining("cublasGemmEx on 23 x 40 x 6 failed with CUBLAS_STATUS_EXECUTION_FAILED");
            assertThat(device.freeBytes()).as("what the program gave back").isEqualTo(free);
            assertThat(run(device, library, true)).hasSize(ROWS * WIDTH);
        }
    }

    private float[] run(Device device, PlanOptions options, boolean byLibrary) {
        try (Buffer source = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer target = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer ids = device.allocate(ElementType.I32, 1)) {
            source.write(0, values(ROWS * WIDTH, 1));
            Recorder recorder = new Recorder(1, ROWS);
            Rows.Stored rows = recorder.rows(source);
            Features input = recorder.load(rows, WIDTH, 1);
            Features hidden = recorder.linear(input, first, new Epilogue(Norm.NONE, null, Activation.SILU, null));
            Features output = recorder.linear(hidden, second, new Epilogue(Norm.NONE, null, Activation.NONE, input));
            Rows last = recorder.updateSampler(rows, output, OUTPUT, NoiseIdentity.own(ids));
            recorder.affine(last, recorder.rows(target), Constant.of(new float[] {1}, 1), Constant.of(new float[1], 1));
            try (Program program = device.compile(recorder.finish(), options)) {
                assertThat(program.kernels().contains(Product.CALL)).isEqualTo(byLibrary);
                program.run(1, 1);
            }
            return target.floats();
        }
    }

    private Convolution1d layer(int in, int out) {
        return Convolution1d.linear(
                Constant.of(values(out * in, 1 / Math.sqrt(in)), out, in), Constant.of(values(out, 1), out));
    }

    private float[] values(int count, double deviation) {
        Random values = new Random(count);
        float[] drawn = new float[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = (float) (deviation * values.nextGaussian());
        }
        return drawn;
    }
}
