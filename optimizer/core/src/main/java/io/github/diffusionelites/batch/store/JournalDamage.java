package io.github.diffusionelites.batch.store;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Bytes at the end of a journal that are not used, as the first of their records is not whole.
 *
 * @param offset of that record in the file
 * @param bytes from there to the end of the file
 * @param reason in a few words, without a full stop
 * @param torn whether the file ends within that record, as it does while one is written, or after a process was killed
 *     or a disk was full; otherwise something changed bytes that had been written
 */
public record JournalDamage(long offset, long bytes, String reason, boolean torn) {

    /** Checks that nothing is missing. */
    public JournalDamage {
        Objects.requireNonNull(reason, "reason");
    }

    /** Returns one sentence for a person. */
    public String sentence(Path file) {
        return "The last " + bytes + " bytes of the journal " + file + " are not used, as at byte " + offset + " "
                + reason + "; searches that only they told of are run again.";
    }
}
