package io.github.diffusionelites.device;

/**
 * What a device is.
 *
 * @param id how to ask for it, for example {@code cpu}
 * @param name what a person calls it
 * @param instructionSet the instruction set that its code runs on, for example {@code AVX2}
 * @param lanes how many chunks it works on at the same time
 * @param memoryBytes its memory in all
 * @param libraries the libraries it uses, with versions
 */
public record DeviceInfo(
        String id, String name, String instructionSet, int lanes, long memoryBytes, String libraries) {}
