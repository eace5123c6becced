package io.github.diffusionelites.cpu;

import java.lang.foreign.MemorySegment;

/** Memory that the native library allocated. */
final class HostMemory {

    private HostMemory() {}

    /** Returns a view of bytes that are allocated for as long as it is used. */
    static MemorySegment segment(long address, long bytes) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
    }
}
