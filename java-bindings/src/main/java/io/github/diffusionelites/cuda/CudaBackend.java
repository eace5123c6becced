package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.Backend;
import io.github.diffusionelites.device.engine.Cleanup;
import io.github.diffusionelites.device.engine.HeldMemory;
import io.github.diffusionelites.device.engine.Runner;

/** A GPU of NVIDIA's, through its driver. */
final class CudaBackend implements Backend {

    /** Integers that are looked through at a time. */
    private static final int CHECKED_INTEGERS = 1 << 20;

    private final DeviceInfo info;
    private final CudaContext context;
    private final Kernels kernels;
    private final CudaMemory memory;
    private final CudaWeights weights;
    private final LibraryProducts products;
    private final DeviceParts parts;

    /**
     * Opens a device.
     *
     * @param context of it, closed with this
     * @param limits of the device
     * @param products of the context by the matrix library
     * @param deviceCodeAllowed whether programs may run code that is not this library's
     */
    CudaBackend(
            DeviceInfo info,
            CudaContext context,
            CudaLimits limits,
            LibraryProducts products,
            boolean deviceCodeAllowed) {
        this.info = info;
        this.context = context;
        this.kernels = new Kernels(context, limits.sharedBytes());
        try {
            this.memory = new CudaMemory(context, new HeldMemory(info, "GPU", this::leftBytes));
        } catch (RuntimeException e) {
            Cleanup.after(e, kernels::close);
            throw e;
        }
        this.weights = new CudaWeights(memory);
        this.products = products;
        RewardCode rewardCode = new RewardCode(info, kernels, deviceCodeAllowed);
        this.parts = new DeviceParts(
                context, limits, memory, kernels, weights, products, rewardCode, Geometry.chosen(), info.lanes());
    }

    CudaContext context() {
        return context;
    }

    DeviceParts parts() {
        return parts;
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    /** Other processes and other code of this one take from the same memory. */
    private long leftBytes() {
        context.enter();
        return context.driver().memory().capacity().free();
    }

    @Override
    public HeldMemory memory() {
        return memory.held();
    }

    @Override
    public long allocate(long bytes) {
        long address = memory.allocate(bytes);
        try {
            memory.zero(address, bytes);
        } catch (RuntimeException e) {
            Cleanup.after(e, () -> memory.free(address));
            throw e;
        }
        return address;
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }

    @Override
    public void write(long address, float[] source) {
        memory.write(address, source);
    }

    @Override
    public void write(long address, int[] source) {
        memory.write(address, source);
    }

    @Override
    public void read(long address, float[] target) {
        memory.read(address, target);
    }

    @Override
    public void read(long address, int[] target) {
        memory.read(address, target);
    }

    @Override
    public long firstOutside(long address, long count, int end) {
        for (long first = 0; first < count; first += CHECKED_INTEGERS) {
            int[] values = new int[(int) Math.min(CHECKED_INTEGERS, count - first)];
            memory.read(address + first * Integer.BYTES, values);
            for (int i = 0; i < values.length; i++) {
                if (values[i] < 0 || values[i] >= end) {
                    return first + i;
                }
            }
        }
        return -1;
    }

    @Override
    public Runner compile(Recording recording, PlanOptions options, Addresses addresses) {
        return PlatformThread.call(() -> compileHere(recording, options, addresses));
    }

    private Runner compileHere(Recording recording, PlanOptions options, Addresses addresses) {
        context.enter();
        Precision precision = options.precision() == Precision.AUTO ? Precision.BFLOAT16 : options.precision();
        return new CudaCompiler(parts, addresses, recording, precision).compile(options);
    }

    @Override
    public void close() {
        PlatformThread.call(() -> {
            context.enter();
            Cleanup.all(products::close, weights::close, memory::close, kernels::close, context::close);
            return this;
        });
    }
}
