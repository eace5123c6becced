package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.engine.HeldMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
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
        final long bytes;
        int users;

        Entry(long handle, long bytes) {
            this.handle = handle;
            this.bytes = bytes;
        }
    }

    private final long device;
    private final HeldMemory memory;
    private final Map<Constant, Entry> constants = new HashMap<>();
    private final Map<PackedKey, Entry> convolutions = new HashMap<>();

    Weights(long device, HeldMemory memory) {
        this.device = device;
        this.memory = memory;
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
                        Entry entry = constants.computeIfAbsent(key, Weights.this::upload);
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
                    destroy(key, entry);
                }
            });
            usedConstants.forEach((key, entry) -> {
                if (--entry.users == 0) {
                    constants.remove(key);
                    free(key, entry);
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
        convolutions.forEach(this::destroy);
        constants.forEach(this::free);
        convolutions.clear();
        constants.clear();
    }

    private void destroy(PackedKey key, Entry entry) {
        ElitesAbi.destroyConvolution(entry.handle);
        memory.giveBack(entry.bytes, () -> purpose(key));
    }

    private void free(Constant constant, Entry entry) {
        ElitesAbi.free(entry.handle);
        memory.giveBack(entry.bytes, () -> purpose(constant));
    }

    private static String purpose(Constant constant) {
        return "weights " + constant.shape();
    }

    private static String purpose(PackedKey key) {
        return "weights of a convolution " + key.convolution().weight().shape();
    }

    private void require(long bytes, String purpose) {
        memory.require(bytes, "the " + purpose, () -> "close programs of other networks, or use a smaller network");
    }

    private Entry upload(Constant constant) {
        long bytes = constant.shape().elements() * Float.BYTES;
        require(bytes, purpose(constant));
        float[] values = constant.values();
        long address = ElitesAbi.allocate(bytes);
        MemorySegment target = MemorySegment.ofAddress(address).reinterpret(bytes);
        MemorySegment.copy(values, 0, target, JAVA_FLOAT, 0, values.length);
        memory.take(bytes, () -> purpose(constant));
        return new Entry(address, bytes);
    }

    /** Bytes of the numbers themselves; a packed layout may need some more, which only the native library knows. */
    private static long bytes(Convolution1d convolution, boolean halved) {
        long bias = convolution.bias() == null ? 0 : convolution.out();
        return convolution.weight().shape().elements() * (halved ? 2 : Float.BYTES) + bias * Float.BYTES;
    }

    private Entry pack(PackedKey key) {
        Convolution1d convolution = key.convolution();
        // Where channels do not suit the processor they are not halved, which shows once they are packed.
        boolean mayBeHalved = key.precision() == Precision.BFLOAT16 && ElitesAbi.multipliesBfloat16();
        require(bytes(convolution, mayBeHalved), purpose(key));
        try (Arena arena = Arena.ofConfined()) {
            long weight = arena.allocateFrom(JAVA_FLOAT, convolution.weight().values())
                    .address();
            long bias = convolution.bias() == null
                    ? 0
                    : arena.allocateFrom(JAVA_FLOAT, convolution.bias().values())
                            .address();
            long packed = ElitesAbi.createConvolution(
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
                    bias);
            long bytes = bytes(convolution, ElitesAbi.takesBfloat16(packed));
            memory.take(bytes, () -> purpose(key));
            return new Entry(packed, bytes);
        }
    }
}
