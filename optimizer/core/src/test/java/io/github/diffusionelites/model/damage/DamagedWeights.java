package io.github.diffusionelites.model.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the damaged files and a manifest, the same bytes whenever it runs:
 *
 * <pre>java -cp optimizer/core/target/test-classes io.github.diffusionelites.model.damage.DamagedWeights DIR</pre>
 */
public final class DamagedWeights {

    /** The file that lists the others: name of the file, rule that it breaks, words of the refusal, behind tabs. */
    public static final String MANIFEST = "manifest.tsv";

    /**
     * A line of the manifest.
     *
     * @param file name of a damaged file beside the manifest
     * @param rule that it breaks
     * @param expected words of its refusal
     */
    public record Line(String file, String rule, String expected) {

        @Override
        public String toString() {
            return file;
        }
    }

    private DamagedWeights() {}

    /** Writes into the directory that is named, and makes it if it is not there. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.err.println("Name the directory to write the damaged files to.");
            System.exit(2);
        }
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        System.out.println(write(directory) + " damaged files and " + MANIFEST + " are in " + directory + ".");
    }

    /** Writes into a directory and returns how many files are damaged. */
    public static int write(Path directory) throws IOException {
        List<Damage> all = Stream.of(DamagedLengths.all(), DamagedJson.all(), DamagedEntries.all(), DamagedPlaces.all())
                .flatMap(List::stream)
                .toList();
        Set<String> files = new HashSet<>();
        List<String> lines = new ArrayList<>();
        for (Damage damage : all) {
            if (!files.add(damage.file())) {
                throw new IllegalStateException("Two damaged files have the name " + damage.file() + ".");
            }
            damage.write(directory);
            lines.add(String.join("\t", damage.file(), damage.rule(), damage.expected()));
        }
        Files.write(directory.resolve(MANIFEST), lines);
        return all.size();
    }

    /** Reads a manifest. */
    public static List<Line> manifest(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve(MANIFEST)).stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> new Line(fields[0], fields[1], fields[2]))
                .toList();
    }

    /**
     * Returns the headers of all files of up to so many bytes, each behind the number of bytes of data that follow it,
     * itself a byte.
     */
    public static List<byte[]> headers(int longest) {
        return all().stream()
                .filter(damage -> damage.length() > Long.BYTES && damage.length() <= longest)
                .map(damage -> damage.contents().get())
                .filter(bytes -> bytes.length > Long.BYTES)
                .map(bytes -> {
                    byte[] input = Arrays.copyOfRange(bytes, Long.BYTES - 1, bytes.length);
                    int end = input.length;
                    while (end > 1 && input[end - 1] == 0) {
                        end--;
                    }
                    input[0] = (byte) (input.length - end);
                    return Arrays.copyOf(input, end);
                })
                .toList();
    }

    private static List<Damage> all() {
        return Stream.of(DamagedLengths.all(), DamagedJson.all(), DamagedEntries.all(), DamagedPlaces.all())
                .flatMap(List::stream)
                .toList();
    }
}
