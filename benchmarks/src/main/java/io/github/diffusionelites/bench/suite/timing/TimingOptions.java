package io.github.diffusionelites.bench.suite.timing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param groups to measure, in their order
 * @param tiny whether shapes are tiny and samples few, for the emulated driver
 * @param device as {@code --device}
 * @param directory for reports
 * @param peers the command that runs the peers, without its arguments; empty for no peers
 * @param peerLimit most that one peer gets
 * @param groupLimit of one group
 */
record TimingOptions(
        List<Group> groups,
        boolean tiny,
        String device,
        Path directory,
        List<String> peers,
        Duration peerLimit,
        Duration groupLimit) {

    /**
     * Checks what can be measured.
     *
     * @throws IllegalArgumentException if there is no group, the device has no events, or a time is not above 0
     */
    TimingOptions {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("The option --group is missing; --list says which groups there are.");
        }
        if (!device.matches("cuda(:.*)?")) {
            throw new IllegalArgumentException(
                    "The device \"" + device + "\" has no events to time by; only cuda and cuda:N have.");
        }
        if (!peerLimit.isPositive() || !groupLimit.isPositive()) {
            throw new IllegalArgumentException("The options --peer-seconds and --minutes must be above 0, but are "
                    + peerLimit + " and " + groupLimit + ".");
        }
    }
}
