package io.github.diffusionelites.run;

import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.job.FileProblem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Directories {@code parent/name-n}, one for each run of a job. */
public final class NumberedDirectories {

    private NumberedDirectories() {}

    /**
     * Returns the directory with the largest n, or nothing if there is none.
     *
     * @throws RunDirectoryException if the parent cannot be read
     */
    public static Optional<Path> latest(Path parent, String name) {
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        Pattern numbered = Pattern.compile(Pattern.quote(name) + "-([0-9]{1,9})");
        try (Stream<Path> entries = Files.list(parent)) {
            return entries.filter(path ->
                            numbered.matcher(path.getFileName().toString()).matches())
                    .max(Comparator.comparingInt(path -> {
                        String file = path.getFileName().toString();
                        return Integer.parseInt(file.substring(name.length() + 1));
                    }));
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The directory " + parent.toAbsolutePath() + " cannot be read (" + FileProblem.of(e)
                            + "); name a run with --out.",
                    e);
        }
    }

    /**
     * Makes the directory with the least n from 1 that is free.
     *
     * @throws IOException if it cannot be made
     */
    public static Path makeNext(Path parent, String name) throws IOException {
        DurableFiles files = DurableFiles.SYSTEM;
        files.makeDirectories(parent);
        for (int n = 1; ; n++) {
            Path path = parent.resolve(name + "-" + n);
            try {
                // Making the directory claims the number, should another run start at the same time.
                Files.createDirectory(path);
                files.forceDirectory(parent);
                return path;
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
        }
    }
}
