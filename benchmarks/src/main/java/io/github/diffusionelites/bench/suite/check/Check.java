package io.github.diffusionelites.bench.suite.check;

import java.util.List;
import java.util.Map;

/** One question to a CUDA device. It runs in a process of its own. */
interface Check {

    /** Its name on the command line and in reports. */
    String name();

    /** What it shows, one phrase. */
    String about();

    /** After how many seconds it has failed. */
    int seconds();

    /** Whether nothing else may use the device meanwhile. */
    default boolean alone() {
        return false;
    }

    /** Why the emulated driver cannot answer; empty where it can. */
    default String needsAGpu() {
        return "";
    }

    /** Environment variables of its process, for the emulated driver; others do not look at them. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Options of its virtual machine. */
    default List<String> machine() {
        return List.of();
    }

    /**
     * Asks.
     *
     * @return what was seen, one sentence or more
     * @throws CannotCheckException if it cannot be asked here
     * @throws Exception if the answer is wrong, or anything else went wrong; so do errors, such as of assertions
     */
    String run(CheckSettings settings) throws Exception;
}
