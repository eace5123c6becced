package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Precision;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that anybody can repeat. Found by {@link java.util.ServiceLoader}; the implementations live in a
 * module of their own, so that running a search needs none of them.
 */
public interface Benchmark {

    /** The name on the command line, for example {@code unicycle-quality}. */
    String name();

    /** One sentence on what is measured. */
    String description();

    /** Whether it measures networks in the precision of its settings; without that, only {@code AUTO} is given. */
    default boolean takesPrecision() {
        return false;
    }

    /** Whether it measures the model of its settings, if there is one; without that, none is given. */
    default boolean takesModel() {
        return false;
    }

    /**
     * Measures and prints a table in Markdown.
     *
     * @param settings what to measure with
     * @param table takes the table
     */
    void run(Settings settings, PrintWriter table);

    /**
     * What to measure with.
     *
     * @param device where to measure; it stays open
     * @param precision of networks
     * @param repetitions how often, at least 1
     * @param examples the directory of the example jobs
     * @param model the directory of the network to measure; null for the benchmark's own
     */
    record Settings(
            Device device,
            Precision precision,
            int repetitions,
            Path examples,
            @Nullable Path model) {}
}
