package io.github.diffusionelites.batch;

/** The process that started this worker does not read or write any more. */
final class ParentGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ParentGoneException() {
        super("The process that started this worker is gone.");
    }
}
