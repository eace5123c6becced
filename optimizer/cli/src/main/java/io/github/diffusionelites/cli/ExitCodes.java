package io.github.diffusionelites.cli;

/** What the process says to its caller when it ends. */
final class ExitCodes {

    /** All was done. */
    static final int DONE = 0;
    /** Something failed inside. */
    static final int FAILED = 1;
    /** The arguments or the input cannot be used. */
    static final int BAD_INPUT = 2;
    /** The device that was asked for is not there. */
    static final int NO_DEVICE = 3;
    /** There is not enough memory. */
    static final int NO_MEMORY = 4;
    /** A person or the system asked for an early end: 128 plus the number of SIGINT. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
