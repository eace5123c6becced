package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.search.FinishedSearch;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings what was found to the disk. A search is finished when the journal says so, which it does after the samples are
 * on the disk; until then it is run again, to the same bits.
 */
final class BatchStore implements AutoCloseable {

    private final BatchDirectory directory;
    private final String manifest;
    private final BatchJournal journal;
    private final ResultShards shards;
    private final List<SearchRecord> pending = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param manifest digest of it
     */
    BatchStore(BatchDirectory directory, String manifest, BatchJournal journal, ResultShards shards) {
        this.directory = directory;
        this.manifest = manifest;
        this.journal = journal;
        this.shards = shards;
    }

    /** Takes what a search found; it is on the disk after {@link #flush}. */
    SearchRecord finished(int row, FinishedSearch found) {
        SearchRecord record = SearchRecord.of(row, found);
        shards.write(row, found.outcome());
        pending.add(record);
        return record;
    }

    /** Waits until all that was found is on the disk. */
    void flush() {
        if (pending.isEmpty()) {
            return;
        }
        shards.force();
        while (!pending.isEmpty()) {
            journal.append(pending.getFirst());
            pending.removeFirst();
        }
        journal.force();
    }

    /** Writes the states of the searches that run in this process, after all that is finished. */
    void states(List<TaskCheckpoint> states) {
        flush();
        TaskStates.write(directory.states(0), manifest, states, directory.files());
    }

    /** Keeps a sentence for a person. */
    void notice(String sentence) {
        journal.notice(sentence);
    }

    @Override
    public void close() {
        try (journal) {
            shards.close();
        }
    }
}
