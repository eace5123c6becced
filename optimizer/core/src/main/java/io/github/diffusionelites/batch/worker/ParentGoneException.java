package io.github.diffusionelites.batch.worker;

/** The process that started this worker does not read or write any more. */
public final class ParentGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParentGoneException() {
        super("The process that started this worker is gone.");
    }
}
