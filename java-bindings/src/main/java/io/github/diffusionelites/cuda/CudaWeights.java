package io.github.diffusionelites.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.engine.Cleanup;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Constants and packed weights on a device, shared by its programs: each is uploaded when the first program asks for it
 * and freed when the last one closes.
 */
final class CudaWeights implements AutoCloseable {

    /** Constants are equal only to themselves, so this finds the very same convolution again. */
    private record PackedKey(Convolution1d convolution, Precision precision) {}

    private static final class Entry {
        final long address;
        int users;

        Entry(long address) {
            this.address = address;
        }
    }

    private final CudaMemory memory;
    private final Map<Object, Entry> entries = new HashMap<>();

    CudaWeights(CudaMemory memory) {
        this.memory = memory;
    }

    /** What one program uses; given back as a whole. */
    final class Lease {
        private final Map<Object, Entry> used = new HashMap<>();

        /** Returns the address of a constant, 0 for none. */
        long address(@Nullable Constant constant) {
            return constant == null ? 0 : find(constant, arena -> arena.allocateFrom(JAVA_FLOAT, constant.values()));
        }

        /** Returns the address of a convolution's weights [kernel, in, out], rounded to the precision. */
        long convolution(Convolution1d convolution, Precision precision) {
            return find(new PackedKey(convolution, precision), arena -> pack(convolution, precision, arena));
        }

        /** Returns the address of reward terms: kind, offset and size of each. */
        long terms(List<RewardTerm> terms) {
            return find(
                    terms,
                    arena -> arena.allocateFrom(
                            JAVA_INT,
                            terms.stream()
                                    .flatMapToInt(term -> java.util.stream.IntStream.of(
                                            term.kind().ordinal(), term.offset(), term.size()))
                                    .toArray()));
        }

        private long find(Object key, Function<Arena, MemorySegment> values) {
            return used.computeIfAbsent(key, missing -> {
                        Entry entry = entries.computeIfAbsent(key, absent -> upload(values));
                        entry.users++;
                        return entry;
                    })
                    .address;
        }

        void release() {
            List<Runnable> steps = new ArrayList<>();
            used.forEach((key, entry) -> {
                if (--entry.users == 0) {
                    entries.remove(key);
                    steps.add(() -> memory.giveBack(entry.address));
                }
            });
            used.clear();
            Cleanup.all(steps);
        }
    }

    Lease lease() {
        return new Lease();
    }

    @Override
    public void close() {
        List<Runnable> steps = new ArrayList<>();
        entries.values().forEach(entry -> steps.add(() -> memory.giveBack(entry.address)));
        entries.clear();
        Cleanup.all(steps);
    }

    private Entry upload(Function<Arena, MemorySegment> values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = values.apply(arena);
            long address = memory.take(host.byteSize(), "weights");
            memory.write(address, host);
            return new Entry(address);
        }
    }

    /** From [out, in, kernel]: threads that store side by side read weights side by side. */
    private static MemorySegment pack(Convolution1d convolution, Precision precision, Arena arena) {
        float[] given = convolution.weight().values();
        int in = convolution.in();
        int out = convolution.out();
        int kernel = convolution.kernel();
        boolean halved = precision == Precision.BFLOAT16;
        MemorySegment packed = arena.allocate((long) given.length * (halved ? Short.BYTES : Float.BYTES), Float.BYTES);
        long at = 0;
        for (int tap = 0; tap < kernel; tap++) {
            for (int i = 0; i < in; i++) {
                for (int o = 0; o < out; o++, at++) {
                    float weight = given[(o * in + i) * kernel + tap];
                    if (halved) {
                        packed.setAtIndex(JAVA_SHORT, at, bfloat16(weight));
                    } else {
                        packed.setAtIndex(JAVA_FLOAT, at, weight);
                    }
                }
            }
        }
        return packed;
    }

    /** To the nearest, ties to even; NaN stays NaN. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int nearest = Float.isNaN(value) ? bits | 0x400000 : bits + 0x7FFF + (bits >>> 16 & 1);
        return (short) (nearest >>> 16);
    }
}
