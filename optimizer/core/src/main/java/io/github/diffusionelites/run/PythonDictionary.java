package io.github.diffusionelites.run;

import io.github.diffusionelites.run.job.JobException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The dictionary in the header of an NPY file, as Python writes it: three keys in any order, and blanks. */
final class PythonDictionary {

    private static final Pattern ENTRY = Pattern.compile(
            "\\s*(['\"])(descr|fortran_order|shape)\\1\\s*:\\s*(?:(['\"])([^'\"]*)\\3|(True|False)|(\\([0-9,\\sL]*\\)))\\s*");
    private static final Pattern STRUCTURED = Pattern.compile("['\"]descr['\"]\\s*:\\s*\\[");
    /** As in 3 or 3L, the latter by Python 2; no more digits than a long has. */
    private static final Pattern DIMENSION = Pattern.compile("(0|[1-9][0-9]{0,17})L?");

    private final String file;
    private final String text;

    PythonDictionary(String file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Returns what it says.
     *
     * @throws JobException if that cannot be understood, or is not an array that is read
     */
    NpyHeader header() {
        String inside = text.strip();
        if (STRUCTURED.matcher(inside).find()) {
            throw NpyHeader.refusal(
                    file, "is a structured array; save a plain one, and name its columns by \"columns\" of [manifest]");
        }
        if (!inside.startsWith("{") || !inside.endsWith("}")) {
            throw broken();
        }
        inside = inside.substring(1, inside.length() - 1);
        Set<String> seen = new HashSet<>();
        NpyHeader.Type type = NpyHeader.Type.FLOAT32;
        List<Long> shape = List.of();
        Matcher entry = ENTRY.matcher(inside);
        int position = 0;
        while (position < inside.length() && !inside.substring(position).isBlank()) {
            entry.region(position, inside.length());
            if (!entry.lookingAt() || !seen.add(entry.group(2))) {
                throw broken();
            }
            switch (entry.group(2)) {
                case "descr" -> type = NpyHeader.type(file, required(entry.group(4)));
                case "shape" -> shape = shape(required(entry.group(6)));
                default -> requireRowMajor(required(entry.group(5)));
            }
            position = entry.end();
            if (position < inside.length() && inside.charAt(position++) != ',') {
                throw broken();
            }
        }
        if (seen.size() < 3) {
            throw broken();
        }
        return new NpyHeader(type, shape);
    }

    private String required(@Nullable String group) {
        if (group == null) {
            throw broken();
        }
        return group;
    }

    private void requireRowMajor(String fortran) {
        if (fortran.equals("True")) {
            throw NpyHeader.refusal(
                    file, "is column-major, but row-major ones are read; save it by numpy.ascontiguousarray");
        }
    }

    private List<Long> shape(String tuple) {
        String inside = tuple.substring(1, tuple.length() - 1).strip();
        List<Long> shape = new ArrayList<>();
        if (!inside.isEmpty()) {
            String[] numbers = inside.split(",", -1);
            boolean trailing = numbers.length > 1 && numbers[numbers.length - 1].isBlank();
            if (numbers.length == 1) {
                throw broken();
            }
            for (int i = 0; i < numbers.length - (trailing ? 1 : 0); i++) {
                Matcher number = DIMENSION.matcher(numbers[i].strip());
                if (!number.matches()) {
                    throw broken();
                }
                shape.add(Long.parseLong(number.group(1)));
            }
        }
        return shape;
    }

    private JobException broken() {
        return NpyHeader.refusal(file, "has a header that cannot be understood; save it again by numpy.save");
    }
}
