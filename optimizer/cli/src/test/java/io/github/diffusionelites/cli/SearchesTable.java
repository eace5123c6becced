package io.github.diffusionelites.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the table of a batch job. */
final class SearchesTable {

    private SearchesTable() {}

    /** Returns the best reward of each search. */
    static List<Double> rewards(Path results) throws IOException {
        List<String> lines = Files.readAllLines(results.resolve("searches.csv"));
        int column = List.of(lines.getFirst().split(",")).indexOf("reward");
        return lines.stream()
                .skip(1)
                .map(line -> Double.parseDouble(line.split(",")[column]))
                .toList();
    }
}
