package io.github.diffusionelites.device.selftest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What the double-precision references give for every check: a line for each output, all its elements behind a tab. */
final class Expected {

    static final String RESOURCE = "expected.txt";

    private final Map<String, double[]> outputs = new HashMap<>();

    /** Reads the resource. */
    Expected() {
        try (InputStream resource = Expected.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "The resource " + RESOURCE + " of the self-test is missing; build the library anew.");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", -1);
                outputs.put(
                        parts[0],
                        Arrays.stream(parts[1].split(" "))
                                .mapToDouble(Float::parseFloat)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + RESOURCE + " of the self-test cannot be read.", e);
        }
    }

    /** Returns the elements of an output of a check. */
    double[] output(Check check, int output) {
        double[] elements = outputs.get(key(check, output));
        if (elements == null) {
            throw new IllegalStateException(
                    "The self-test knows no results of " + key(check, output) + "; build the library anew.");
        }
        return elements;
    }

    /** Returns how many outputs there are. */
    int size() {
        return outputs.size();
    }

    static String key(Check check, int output) {
        return check.name() + " #" + output;
    }
}
