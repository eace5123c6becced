package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.DeviceUnavailableException;
import java.util.Locale;

/** What the native library is built for; the constants are numbered as in the C ABI. */
enum InstructionSet {
    /** Neither AVX2 nor fused multiply-adds: there is no library for that. */
    NONE(""),
    /** Vectors of 256 bits. */
    AVX2("libelites.so"),
    /** Vectors of 512 bits. */
    AVX512("libelites-avx512.so");

    /** The property that keeps the device, and its products, to {@code avx2} or {@code avx512}. */
    static final String PROPERTY = "elites.cpu.isa";

    private final String library;

    InstructionSet(String library) {
        this.library = library;
    }

    /** Returns the file name of the library that is built for this. */
    String library() {
        return library;
    }

    /**
     * Returns what is to be used on a processor: what it has, or less if the property says so.
     *
     * @throws DeviceUnavailableException if the processor has too little, or less than the property asks for
     */
    static InstructionSet choose(InstructionSet processor) {
        if (processor == NONE) {
            throw new DeviceUnavailableException("The CPU device needs a processor with AVX2 and FMA.");
        }
        String wish = System.getProperty(PROPERTY, "");
        if (wish.isEmpty()) {
            return processor;
        }
        InstructionSet limit = switch (wish.toLowerCase(Locale.ROOT)) {
            case "avx2" -> AVX2;
            case "avx512" -> AVX512;
            default ->
                throw new DeviceUnavailableException(
                        "The system property " + PROPERTY + " is \"" + wish + "\", but must be avx2 or avx512.");
        };
        if (limit.compareTo(processor) > 0) {
            throw new DeviceUnavailableException("The system property " + PROPERTY + " asks for " + limit
                    + ", but this processor has " + processor + " only.");
        }
        return limit;
    }

    /** Returns whether the property limits the device. */
    static boolean isLimited() {
        return !System.getProperty(PROPERTY, "").isEmpty();
    }
}
