package io.github.diffusionelites.batch.report;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.JournalContents;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DirectoryLock;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the directory of a job says at one moment. Reading it changes nothing and does not disturb a process that works
 * on the job.
 *
 * @param files of the job
 * @param manifest its searches
 * @param journal which of them are finished
 * @param metrics of all processes that worked on it, the oldest first
 * @param jobText the job with every default filled in; empty where it is missing
 * @param running whether a process works on it
 */
public record BatchSnapshot(
        BatchFiles files,
        Manifest manifest,
        JournalContents journal,
        List<BatchMetrics> metrics,
        String jobText,
        boolean running) {

    /** Copies the list. */
    public BatchSnapshot {
        metrics = List.copyOf(metrics);
    }

    /**
     * Reads a directory.
     *
     * @throws RunDirectoryException if it holds no batch job, or one that cannot be used
     * @throws UncheckedIOException if it cannot be read
     */
    public static BatchSnapshot read(BatchFiles files) {
        // Before the journal: a process that ends in between has written all of it.
        return read(files, isLocked(files));
    }

    /**
     * Reads a directory of which the caller knows whether a process works on it.
     *
     * @throws RunDirectoryException if it holds no batch job, or one that cannot be used
     * @throws UncheckedIOException if it cannot be read
     */
    public static BatchSnapshot read(BatchFiles files, boolean running) {
        if (!Files.isRegularFile(files.journal()) || !Files.isRegularFile(files.manifest())) {
            throw new RunDirectoryException(
                    "The directory " + files.directory() + " holds no batch job, as there is no "
                            + (Files.isRegularFile(files.journal()) ? files.manifest() : files.journal())
                            + "; name the one that elites batch wrote.");
        }
        Manifest manifest = ManifestFile.read(files.manifest());
        JournalContents journal = BatchJournal.read(files.journal());
        if (!journal.header().manifestDigest().equals(manifest.digest())) {
            throw new RunDirectoryException("The journal " + files.journal() + " belongs to another manifest than "
                    + files.manifest() + "; do not mix the files of two jobs.");
        }
        journal.records().forEach((row, record) -> requireSearch(files, manifest, record));
        return new BatchSnapshot(files, manifest, journal, MetricsLog.read(files.metrics()), text(files), running);
    }

    private static void requireSearch(BatchFiles files, Manifest manifest, SearchRecord record) {
        int row = record.row();
        if (row >= manifest.searches().size() || manifest.searches().get(row).id() != record.id()) {
            throw new RunDirectoryException("The journal " + files.journal() + " tells of search " + record.id()
                    + " in row "
                    + row + ", which the manifest " + files.manifest() + " of "
                    + manifest.searches().size() + " searches does not have; do not mix the files of two jobs.");
        }
    }

    private static boolean isLocked(BatchFiles files) {
        try {
            return DirectoryLock.isTaken(files.lock());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "It is unknown whether a process works in " + files.directory() + " (" + FileProblem.of(e)
                            + "); check the rights of the directory.",
                    e);
        }
    }

    private static String text(BatchFiles files) {
        try {
            // Bytes that are not UTF-8 become signs that say so.
            return Files.isRegularFile(files.job())
                    ? new String(Files.readAllBytes(files.job()), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The job " + files.job() + " cannot be read (" + FileProblem.of(e) + "); check its rights.", e);
        }
    }

    /** Returns the records of finished searches, by row. */
    public Collection<SearchRecord> finished() {
        return journal.records().values();
    }

    /** Returns the number of searches of the job. */
    public int searches() {
        return manifest.searches().size();
    }

    /** Returns how many searches with a target are finished and reached it. */
    public long reached() {
        return finished().stream().filter(SearchRecord::reached).count();
    }

    /** Returns how many finished searches have a target. */
    public long withTarget() {
        return finished().stream()
                .filter(record -> manifest.searches().get(record.row()).rules().hasTarget())
                .count();
    }

    /** Returns the newest metrics, if there are any. */
    public Optional<BatchMetrics> latest() {
        return metrics.isEmpty() ? Optional.empty() : Optional.of(metrics.getLast());
    }
}
