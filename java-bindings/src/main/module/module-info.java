/**
 * The device API and its providers. The packages of providers are not exported; devices come from
 * {@link io.github.diffusionelites.device.Devices}.
 *
 * @provides io.github.diffusionelites.device.spi.DeviceProvider for the native CPU device and the CUDA device
 * @uses io.github.diffusionelites.device.spi.DeviceProvider to find devices
 */
module io.github.diffusionelites.bindings {
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires static jcublas;
    requires static jcuda;
    requires static org.jspecify;

    exports io.github.diffusionelites.cuda.jcuda.interop;
    exports io.github.diffusionelites.device;
    exports io.github.diffusionelites.device.selftest;
    exports io.github.diffusionelites.device.spi;

    uses io.github.diffusionelites.device.spi.DeviceProvider;

    provides io.github.diffusionelites.device.spi.DeviceProvider with
            io.github.diffusionelites.cpu.CpuProvider,
            io.github.diffusionelites.cuda.CudaProvider;
}
