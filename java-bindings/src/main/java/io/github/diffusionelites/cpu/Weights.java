package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Precision;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Constants and packed convolutions of a device, shared by its programs: each is uploaded when the first program asks
 * for it and freed when the last one closes.
 */
final class Weights implements AutoCloseable {

    /** Constants are equal only to themselves, so this finds the very same convolution again. */
    private record PackedKey(Convolution1d convolution, int length, Precision precision, boolean stored) {}

    private static final class Entry {
        final long handle;
        int users;

        Entry(long handle) {
            this.handle = handle;
        }
    }

    private final long device;
    private final Map<Constant, Entry> constants = new HashMap<>();
    private final Map<PackedKey, Entry> convolutions = new HashMap<>();

    Weights(long device) {
        this.device = device;
    }

    /** What one program uses; given back as a whole. */
    final class Lease {
        private final Map<Constant, Entry> usedConstants = new HashMap<>();
        private final Map<PackedKey, Entry> usedConvolutions = new HashMap<>();

        /** Returns the address of a constant, 0 for none. */
        long address(@Nullable Constant constant) {
            if (constant == null) {
                return 0;
            }
            return usedConstants.computeIfAbsent(constant, key -> {
                        Entry entry = constants.computeIfAbsent(key, Weights::upload);
                        entry.users++;
                        return entry;
                    })
                    .handle;
        }

        /**
         * Returns the handle of a convolution, packed for feature maps of this length and precision.
         *
         * @param stored whether no epilogue follows
         */
        long convolution(Convolution1d convolution, int length, Precision precision, boolean stored) {
            return usedConvolutions.computeIfAbsent(new PackedKey(convolution, length, precision, stored), key -> {
                        Entry entry = convolutions.computeIfAbsent(key, Weights.this::pack);
                        entry.users++;
                        return entry;
                    })
                    .handle;
        }

        void release() {
            usedConvolutions.forEach((key, entry) -> {
                if (--entry.users == 0) {
                    convolutions.remove(key);
                    ElitesAbi.destroyConvolution(entry.handle);
                }
            });
            usedConstants.forEach((key, entry) -> {
                if (--entry.users == 0) {
                    constants.remove(key);
                    ElitesAbi.free(entry.handle);
                }
            });
            usedConvolutions.clear();
            usedConstants.clear();
        }
    }

    Lease lease() {
        return new Lease();
    }

    @Override
    public void close() {
        List.copyOf(convolutions.values()).forEach(entry -> ElitesAbi.destroyConvolution(entry.handle));
        List.copyOf(constants.values()).forEach(entry -> ElitesAbi.free(entry.handle));
        convolutions.clear();
        constants.clear();
    }

    private static Entry upload(Constant constant) {
        float[] values = constant.values();
        long bytes = (long) values.length * Float.BYTES;
        long address = ElitesAbi.allocate(bytes);
        MemorySegment memory = MemorySegment.ofAddress(address).reinterpret(bytes);
        MemorySegment.copy(values, 0, memory, JAVA_FLOAT, 0, values.length);
        return new Entry(address);
    }

    private Entry pack(PackedKey key) {
        Convolution1d convolution = key.convolution();
        try (Arena arena = Arena.ofConfined()) {
            long weight = arena.allocateFrom(JAVA_FLOAT, convolution.weight().values())
                    .address();
            long bias = convolution.bias() == null
                    ? 0
                    : arena.allocateFrom(JAVA_FLOAT, convolution.bias().values())
                            .address();
            return new Entry(ElitesAbi.createConvolution(
                    device,
                    convolution.in(),
                    convolution.out(),
                    convolution.kernel(),
                    convolution.stride(),
                    convolution.padding(),
                    convolution.upsample(),
                    key.length(),
                    key.precision(),
                    key.stored(),
                    weight,
                    bias));
        }
    }
}
