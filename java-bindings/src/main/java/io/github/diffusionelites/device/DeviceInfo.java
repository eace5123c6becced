package io.github.diffusionelites.device;

/**
 * What a device is.
 *
 * @param id how to ask for it, for example {@code cpu}
 * @param name what a person calls it
 * @param instructionSet the instruction sets that its code runs on, for example {@code AVX-512, products AMX}
 * @param multipliesBfloat16 whether it multiplies bfloat16 by itself, so that {@link Precision#BFLOAT16} is faster
 * @param lanes how many chunks it works on at the same time
 * @param memoryBytes its memory in all
 * @param libraries the libraries it uses, with versions
 */
public record DeviceInfo(
        String id,
        String name,
        String instructionSet,
        boolean multipliesBfloat16,
        int lanes,
        long memoryBytes,
        String libraries) {}
