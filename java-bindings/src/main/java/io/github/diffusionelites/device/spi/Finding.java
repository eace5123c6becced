package io.github.diffusionelites.device.spi;

/**
 * A part that a device needs, or can use, and what became of looking for it.
 *
 * @param subject what was looked for, for example {@code driver}
 * @param usable whether it is there and works
 * @param found what is there, such as a file and a version; where it is not usable, why, one sentence
 * @param cure what to do about it, one sentence; empty where it is usable
 */
public record Finding(String subject, boolean usable, String found, String cure) {

    /** A part that is there. */
    public static Finding usable(String subject, String found) {
        return new Finding(subject, true, found, "");
    }

    /** A part that is missing, with the cure. */
    public static Finding missing(String subject, String reason, String cure) {
        return new Finding(subject, false, reason, cure);
    }
}
