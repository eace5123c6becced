package io.github.diffusionelites.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** The engine that differentiates the network: PyTorch on the CPU, from the jars on the class path alone. */
final class TrainingEngine {

    private static final String NAME = "PyTorch";
    private static final String OFFLINE = "ai.djl.offline";

    private TrainingEngine() {}

    /** The engine, started if need be. */
    static Engine get() {
        // Left to itself the engine's first start reports usage on cloud machines and may look for other binaries.
        if (System.getProperty(OFFLINE) == null) {
            System.setProperty(OFFLINE, "true");
        }
        return Engine.getEngine(NAME);
    }

    /** A manager that owns arrays until it is closed. */
    static NDManager newManager() {
        return get().newBaseManager();
    }
}
