package io.github.diffusionelites.batch.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of comma-separated values, after RFC 4180: a cell may stand in double quotes, and a quote in there is written
 * twice. Quoted cells end on their line, for no column holds a line break. Blanks around a cell that is not quoted are
 * left out.
 */
final class CsvLine {

    private final String line;
    private final List<String> cells = new ArrayList<>();
    private int position;

    private CsvLine(String line) {
        this.line = line;
    }

    /**
     * Returns the cells of a line.
     *
     * @throws MalformedException if a quote is not where it may be
     */
    static List<String> read(String line) throws MalformedException {
        CsvLine reading = new CsvLine(line);
        do {
            reading.cells.add(reading.cell());
        } while (reading.comma());
        return reading.cells;
    }

    /** Says in a sentence, without the place, why a line cannot be read. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    private boolean comma() {
        // A cell ends at a comma or at the end.
        return position++ < line.length();
    }

    private String cell() throws MalformedException {
        return position < line.length() && line.charAt(position) == '"' ? quoted() : plain();
    }

    private String plain() throws MalformedException {
        int end = line.indexOf(',', position);
        end = end < 0 ? line.length() : end;
        String cell = line.substring(position, end);
        if (cell.indexOf('"') >= 0) {
            throw new MalformedException("cell number " + (cells.size() + 1)
                    + " has a quote inside; put the whole cell in quotes, and write a quote in it twice.");
        }
        position = end;
        return cell.strip();
    }

    private String quoted() throws MalformedException {
        StringBuilder cell = new StringBuilder();
        int begin = position + 1;
        while (true) {
            int quote = line.indexOf('"', begin);
            if (quote < 0) {
                throw new MalformedException("cell number " + (cells.size() + 1)
                        + " begins with a quote that does not end on its line; close it.");
            }
            cell.append(line, begin, quote);
            boolean twice = quote + 1 < line.length() && line.charAt(quote + 1) == '"';
            if (!twice) {
                position = quote + 1;
                break;
            }
            cell.append('"');
            begin = quote + 2;
        }
        if (position < line.length() && line.charAt(position) != ',') {
            throw new MalformedException(
                    "cell number " + (cells.size() + 1) + " goes on after its closing quote; write a comma there.");
        }
        return cell.toString();
    }
}
