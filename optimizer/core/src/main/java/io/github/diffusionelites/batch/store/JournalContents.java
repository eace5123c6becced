package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.SearchRecord;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a journal tells.
 *
 * @param header to which job it belongs
 * @param records of finished searches by their rows, ascending; of a search that is told of twice, the first
 * @param notices in the order in which they were written
 * @param damage what of the file was not used, if anything
 */
public record JournalContents(
        JournalHeader header,
        SortedMap<Integer, SearchRecord> records,
        List<JournalNotice> notices,
        Optional<JournalDamage> damage) {

    /** Copies the collections. */
    public JournalContents {
        Objects.requireNonNull(header, "header");
        records = Collections.unmodifiableSortedMap(new TreeMap<>(records));
        notices = List.copyOf(notices);
    }

    /** Returns whether a search is finished. */
    public boolean finished(int row) {
        return records.containsKey(row);
    }
}
