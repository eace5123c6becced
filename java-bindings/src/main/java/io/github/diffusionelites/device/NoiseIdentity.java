package io.github.diffusionelites.device;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose noise a row draws. Normal number {@code e} of a row is a function of the seed and of the counter
 * {@code (e / 4, individual, generation * 2^12 + step, search * 2^8 + stream)} of Philox4x32-10.
 *
 * <p>Each part has its own bits: an id or a generation beyond its range would draw the noise of another. Programs read
 * both from the buffers when they run, and refuse such.
 *
 * @param searches ids of the searches, {@code I32 [searches]}, each in [0, 2^24)
 * @param individuals the individual of each row, {@code I32 [searches, individuals]}; null where it is the row's place
 * @param generations the generation of each row, {@code I32 [searches, individuals]}; each in
 *     [0, 2^20); null where it is the run's
 */
public record NoiseIdentity(
        Buffer searches,
        @Nullable Buffer individuals,
        @Nullable Buffer generations) {

    /** Checks that searches are there. */
    public NoiseIdentity {
        Objects.requireNonNull(searches, "searches");
    }

    /** Returns the identity of a population in its own generation: each row is itself. */
    public static NoiseIdentity own(Buffer searches) {
        return new NoiseIdentity(searches, null, null);
    }
}
