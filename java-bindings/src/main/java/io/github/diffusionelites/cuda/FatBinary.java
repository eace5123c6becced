package io.github.diffusionelites.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a fat binary holds: a header of 16 bytes, then entries, each with a header that tells its kind, its own bytes,
 * those that follow, and at byte 28 the architecture.
 *
 * @param code architectures, such as 90, whose code it holds
 * @param portable architectures whose PTX it holds, which newer devices compile
 */
record FatBinary(SortedSet<Integer> code, SortedSet<Integer> portable) {

    private static final int MAGIC = 0xBA55ED50;
    private static final int FILE_HEADER = 16;
    private static final int ENTRY_HEADER = 32;
    private static final int ARCHITECTURE = 28;
    private static final int PTX = 1;
    private static final int CODE = 2;

    /** Reads an image; nothing where it is no fat binary, but PTX or a cubin. */
    static Optional<FatBinary> of(byte[] image) {
        ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        if (image.length < FILE_HEADER || bytes.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        FatBinary found = new FatBinary(new TreeSet<>(), new TreeSet<>());
        long at = Short.toUnsignedInt(bytes.getShort(6));
        while (at + ENTRY_HEADER <= image.length) {
            int entry = (int) at;
            int kind = Short.toUnsignedInt(bytes.getShort(entry));
            if (kind == PTX) {
                found.portable.add(bytes.getInt(entry + ARCHITECTURE));
            } else if (kind == CODE) {
                found.code.add(bytes.getInt(entry + ARCHITECTURE));
            }
            long size = bytes.getLong(entry + 8);
            long next = at + Integer.toUnsignedLong(bytes.getInt(entry + 4)) + size;
            if (size < 0 || next <= at) {
                break;
            }
            at = next;
        }
        return Optional.of(found);
    }

    /**
     * Returns how a device runs the image: by code of its major compute capability and no newer minor one, else by PTX
     * of no newer one.
     *
     * @param architecture of the device, such as 90
     * @return such as "code of sm_90"; empty where it does not
     */
    String way(int architecture) {
        SortedSet<Integer> fitting = code.subSet(architecture / 10 * 10, architecture + 1);
        if (!fitting.isEmpty()) {
            return "code of sm_" + fitting.last();
        }
        SortedSet<Integer> older = portable.headSet(architecture + 1);
        return older.isEmpty() ? "" : "PTX of compute_" + older.last() + ", compiled by the driver";
    }

    @Override
    public String toString() {
        return names("sm_", code)
                + (code.isEmpty() || portable.isEmpty() ? "" : " and ")
                + (portable.isEmpty() ? "" : "PTX of " + names("compute_", portable));
    }

    private static String names(String prefix, SortedSet<Integer> numbers) {
        return String.join(", ", numbers.stream().map(number -> prefix + number).toList());
    }
}
