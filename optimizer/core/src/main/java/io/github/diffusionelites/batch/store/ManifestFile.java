package io.github.diffusionelites.batch.store;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.ByteSource;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.checkpoint.Frame;
import io.github.diffusionelites.run.checkpoint.FrameReader;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A manifest in the directory of its job, so that nobody needs the files that it was read from. Records as
 * {@link Frame} makes them: first 8 bytes of magic 0x8B "EMANIF" 0x0A, u32 format version, the digest, u32 number of
 * parameters and their names, u32 number of searches; then u32 number of settings and each of them that some search
 * has; then the searches, {@value #BLOCK} in a record, as {@link SearchFormat} says.
 */
public final class ManifestFile {

    private static final int VERSION = 1;
    private static final byte[] MAGIC = {(byte) 0x8B, 'E', 'M', 'A', 'N', 'I', 'F', '\n'};
    private static final int BLOCK = 1024;

    private ManifestFile() {}

    /**
     * Writes a manifest and waits until it is on the disk; a file of the same name is replaced.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void write(Path file, Manifest manifest) {
        write(file, manifest, DurableFiles.SYSTEM);
    }

    /**
     * Writes a manifest by other operations on files.
     *
     * @throws UncheckedIOException if that fails
     */
    public static void write(Path file, Manifest manifest, DurableFiles files) {
        Map<SearchFormat.Settings, Integer> settings = new LinkedHashMap<>();
        for (ManifestSearch search : manifest.searches()) {
            settings.putIfAbsent(SearchFormat.Settings.of(search), settings.size());
        }
        try {
            files.replace(file, stream -> {
                stream.write(Frame.of(header(manifest)));
                stream.write(Frame.of(sink -> {
                    sink.integer(settings.size());
                    for (SearchFormat.Settings each : settings.keySet()) {
                        SearchFormat.write(sink, each);
                    }
                }));
                List<ManifestSearch> searches = manifest.searches();
                for (int first = 0; first < searches.size(); first += BLOCK) {
                    List<ManifestSearch> block = searches.subList(first, Math.min(first + BLOCK, searches.size()));
                    stream.write(Frame.of(sink -> {
                        for (ManifestSearch search : block) {
                            SearchFormat.write(sink, search, settings);
                        }
                    }));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The manifest of " + manifest.searches().size() + " searches cannot be written to " + file + " ("
                            + FileProblem.of(e) + "); check the free space and the rights of the directory.",
                    e);
        }
    }

    private static Frame.Body header(Manifest manifest) {
        return sink -> {
            sink.raw(MAGIC)
                    .integer(VERSION)
                    .text(manifest.digest())
                    .integer(manifest.parameterNames().size());
            for (String name : manifest.parameterNames()) {
                sink.text(name);
            }
            sink.integer(manifest.searches().size());
        };
    }

    /**
     * Reads a manifest.
     *
     * @throws RunDirectoryException if the file is missing, or is not a whole manifest of this version
     * @throws UncheckedIOException if it cannot be read
     */
    public static Manifest read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RunDirectoryException("There is no manifest " + file + "; name the directory of a batch job.");
        }
        try (FrameReader reader = FrameReader.open(file)) {
            return manifest(reader);
        } catch (CheckpointFormatException | IllegalArgumentException e) {
            throw new RunDirectoryException(
                    "The manifest " + file + " cannot be used (" + e.getMessage()
                            + "); begin the job anew in another directory.",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The manifest " + file + " cannot be read (" + FileProblem.of(e)
                            + "); check the rights of the directory.",
                    e);
        }
    }

    private static Manifest manifest(FrameReader reader) throws IOException {
        ByteSource header = next(reader);
        if (!Arrays.equals(header.raw(MAGIC.length), MAGIC)) {
            throw new CheckpointFormatException("it does not begin like a manifest");
        }
        int version = header.integer();
        if (version != VERSION) {
            throw new CheckpointFormatException(
                    "it has the format version " + version + ", but this program reads only version " + VERSION);
        }
        String digest = header.text();
        List<String> names = new ArrayList<>();
        for (int left = header.count(Integer.BYTES); left > 0; left--) {
            names.add(header.text());
        }
        int count = header.integer();
        header.end();
        List<SearchFormat.Settings> settings = settings(next(reader));
        List<ManifestSearch> searches = new ArrayList<>();
        while (searches.size() < count) {
            ByteSource block = next(reader);
            int size = Math.min(BLOCK, count - searches.size());
            for (int i = 0; i < size; i++) {
                searches.add(SearchFormat.search(block, searches.size(), settings));
            }
            block.end();
        }
        if (reader.end() != reader.size()) {
            throw new CheckpointFormatException("bytes follow after its end");
        }
        return new Manifest(searches, names, digest);
    }

    private static List<SearchFormat.Settings> settings(ByteSource source) {
        List<SearchFormat.Settings> settings = new ArrayList<>();
        for (int left = source.count(Integer.BYTES); left > 0; left--) {
            settings.add(SearchFormat.settings(source));
        }
        source.end();
        return settings;
    }

    private static ByteSource next(FrameReader reader) throws IOException {
        byte[] record = reader.next();
        if (record.length == 0) {
            throw new CheckpointFormatException(reader.flaw().isEmpty() ? "it ends too early" : reader.flaw());
        }
        return new ByteSource(record, 0, record.length);
    }
}
