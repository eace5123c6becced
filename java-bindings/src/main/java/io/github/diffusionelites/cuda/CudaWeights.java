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

    private record DenseKey(Convolution1d convolution) {}

    private static final class Entry {
        final long address;
        int users;

        Entry(long address) {
            this.address = address;
        }
    }

    private static final int WARP = 32;
    private static final int LANE_BYTES = 16;
    private static final int WORDS_OF_STEP = ConvolutionTile.STEP_BYTES / Integer.BYTES;
    /** Output channels that lanes hold at a time. */
    private static final int COLUMNS = 16;

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

        /** Returns the address of a convolution's weights, packed and rounded to the precision. */
        long convolution(Convolution1d convolution, Precision precision) {
            return find(new PackedKey(convolution, precision), arena -> pack(convolution, precision, arena));
        }

        /** Returns the address of the weights of a dense layer, [out, in], rounded to the precision. */
        long dense(Convolution1d layer, Precision precision) {
            return precision == Precision.BFLOAT16
                    ? find(new DenseKey(layer), arena -> rounded(layer.weight().values(), arena))
                    : address(layer.weight());
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

    /**
     * From [out, in, kernel] to [kernel, steps, out / 16, lane, columns 0 and 8, halves of a step]: 16 bytes for each
     * lane, as the tensor cores take them. A step is 32 bytes of input channels. What is beyond the channels is zero.
     */
    private static MemorySegment pack(Convolution1d convolution, Precision precision, Arena arena) {
        float[] given = convolution.weight().values();
        int in = convolution.in();
        int out = convolution.out();
        int kernel = convolution.kernel();
        boolean halved = precision == Precision.BFLOAT16;
        int ofWord = halved ? 2 : 1;
        int steps = Math.ceilDiv(in, WORDS_OF_STEP * ofWord);
        int columns = Math.ceilDiv(out, COLUMNS);
        MemorySegment packed = arena.allocate((long) kernel * steps * columns * WARP * LANE_BYTES, LANE_BYTES);
        long word = 0;
        for (int tap = 0; tap < kernel; tap++) {
            for (int step = 0; step < steps; step++) {
                for (int item = 0; item < columns * WARP * LANE_BYTES / Integer.BYTES; item++, word++) {
                    int lane = item / 4 % WARP;
                    int o = item / (4 * WARP) * COLUMNS + item % 4 / 2 * (COLUMNS / 2) + lane / 4;
                    int i = (step * WORDS_OF_STEP + item % 2 * (WORDS_OF_STEP / 2) + lane % 4) * ofWord;
                    for (int half = 0; half < ofWord; half++) {
                        float weight = o < out && i + half < in ? given[(o * in + i + half) * kernel + tap] : 0;
                        if (halved) {
                            packed.setAtIndex(JAVA_SHORT, 2 * word + half, bfloat16(weight));
                        } else {
                            packed.setAtIndex(JAVA_FLOAT, word, weight);
                        }
                    }
                }
            }
        }
        return packed;
    }

    private static MemorySegment rounded(float[] values, Arena arena) {
        MemorySegment rounded = arena.allocate(JAVA_SHORT, values.length);
        for (int i = 0; i < values.length; i++) {
            rounded.setAtIndex(JAVA_SHORT, i, bfloat16(values[i]));
        }
        return rounded;
    }

    /** To the nearest, ties to even; NaN stays NaN. */
    private static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int nearest = Float.isNaN(value) ? bits | 0x400000 : bits + 0x7FFF + (bits >>> 16 & 1);
        return (short) (nearest >>> 16);
    }
}
