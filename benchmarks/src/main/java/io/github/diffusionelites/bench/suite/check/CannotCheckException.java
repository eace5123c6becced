package io.github.diffusionelites.bench.suite.check;

/** Something that a check needs is not here, so that it says nothing. */
final class CannotCheckException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes an exception whose message says what is missing, one sentence. */
    CannotCheckException(String reason) {
        super(reason);
    }
}
