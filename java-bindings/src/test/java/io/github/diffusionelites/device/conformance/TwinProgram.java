package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Program;

/** A script that was compiled on both devices. */
record TwinProgram(Program tested, Program expected) implements AutoCloseable {

    void run(long seed, int generation) {
        tested.run(seed, generation);
        expected.run(seed, generation);
    }

    @Override
    public void close() {
        tested.close();
        expected.close();
    }
}
