package io.github.diffusionelites.batch;

import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.JournalContents;
import io.github.diffusionelites.batch.store.JournalHeader;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.store.ResultShards;
import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.run.AtomicFile;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.run.job.BatchJobText;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a directory holds of a job when a process begins with it. */
final class BatchBeginning {

    private final BatchDirectory directory;
    private final BatchJob job;
    private final ResultShards shards;
    private final @Nullable JournalContents journal;
    /** Finished searches whose samples are there. */
    private final SortedMap<Integer, SearchRecord> records = new TreeMap<>();

    private BatchBeginning(BatchDirectory directory, BatchJob job, ResultShards shards) {
        this.directory = directory;
        this.job = job;
        this.shards = shards;
        this.journal = directory.begun() ? BatchJournal.read(directory.file(BatchDirectory.JOURNAL)) : null;
        if (journal != null) {
            requireSame(journal.header());
            journal.records().forEach((row, record) -> {
                if (shards.holds(row)) {
                    records.put(row, record);
                }
            });
        }
    }

    /**
     * Reads a directory; nothing is changed.
     *
     * @throws RunDirectoryException if it holds another job
     */
    static BatchBeginning in(BatchDirectory directory, BatchJob job, ResultShards shards) {
        return new BatchBeginning(directory, job, shards);
    }

    private void requireSame(JournalHeader then) {
        String text = directory.readJob();
        if (!then.jobDigest().equals(digest(text))) {
            throw new RunDirectoryException("The job in " + directory.path() + " cannot be resumed, because its "
                    + BatchDirectory.JOB + " was changed; put it back, or begin a new job with another --out.");
        }
        List<String> changes = BatchJobText.changes(text, BatchJobText.of(job));
        if (!changes.isEmpty()) {
            throw new RunDirectoryException("The job in " + directory.path() + " cannot be resumed with a changed job: "
                    + String.join(", ", changes)
                    + "; change the job back, or begin a new one with another --out.");
        }
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks that the samples that are there and those to come have the same sizes, without which nothing can go on.
     *
     * @throws RunDirectoryException if the model has others
     */
    void requireSameSizes() {
        if (journal != null) {
            BatchIdentity.requireSameSizes(directory, shards.shape());
        }
    }

    /** Returns whether the job has begun before. */
    boolean begun() {
        return journal != null;
    }

    /** Returns the records of finished searches by row. */
    SortedMap<Integer, SearchRecord> records() {
        return records;
    }

    /** Returns the searches that are not finished, in the order of the manifest. */
    List<ManifestSearch> left() {
        return job.manifest().searches().stream()
                .filter(search -> !records.containsKey(search.row()))
                .toList();
    }

    /**
     * Returns the states of searches that had begun, by id. A file that is damaged costs time, as its searches begin
     * anew, and nothing else.
     */
    Map<Integer, TaskCheckpoint> states(BatchObserver observer) {
        Map<Integer, TaskCheckpoint> states = new HashMap<>();
        if (journal == null) {
            // What lies here is of a former job, which another process was killed in the middle of removing.
            return states;
        }
        for (Path file : directory.states()) {
            try {
                for (TaskCheckpoint state : TaskStates.read(file, job.manifest().digest())) {
                    // A search that was handed from one worker to another is in the files of both.
                    states.merge(
                            state.id(), state, (one, other) -> one.generation() >= other.generation() ? one : other);
                }
            } catch (CheckpointFormatException e) {
                observer.notice(e.refusal(file) + "; its searches begin anew.");
            }
        }
        return states;
    }

    /**
     * Begins to write: job, manifest and journal of a new job, or behind the end of the journal that is there.
     *
     * @param traits of the device that the job runs on
     * @param identity what results depend on beside what the job says
     */
    BatchStore open(DeviceTraits traits, Map<String, String> identity, BatchObserver observer) {
        Path file = directory.file(BatchDirectory.JOURNAL);
        if (journal != null) {
            BatchStore store = new BatchStore(
                    directory, job.manifest().digest(), BatchJournal.resume(file, journal, directory.files()), shards);
            journal.damage().ifPresent(damage -> {
                store.notice(damage.sentence(file));
                observer.notice(damage.sentence(file));
            });
            return store;
        }
        directory.forgetStates();
        String text = BatchJobText.of(job, traits);
        AtomicFile.write(directory.files(), directory.file(BatchDirectory.JOB), text.getBytes(StandardCharsets.UTF_8));
        ManifestFile.write(directory.file(BatchDirectory.MANIFEST), job.manifest(), directory.files());
        directory.writeIdentity(BatchIdentity.withSizes(identity, shards.shape()));
        // Last, as a directory with a journal is one that can be resumed.
        JournalHeader header = new JournalHeader(job.manifest().digest(), digest(text));
        BatchJournal made = BatchJournal.create(file, header, directory.files());
        shards.shape().limitation().ifPresent(sentence -> {
            made.notice(sentence);
            observer.notice(sentence);
        });
        return new BatchStore(directory, job.manifest().digest(), made, shards);
    }
}
