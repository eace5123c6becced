package io.github.diffusionelites.run.checkpoint;

/** What a reward threw before a checkpoint was written, of which only the words are left. */
final class FormerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String words;

    /**
     * Takes the words.
     *
     * @param words that the original thing said of itself, the name of its class included
     */
    FormerFailure(String words) {
        // This place says nothing of where it was thrown.
        super(words, null, false, false);
        this.words = words;
    }

    /** Returns the words alone, so that writing and reading them again changes nothing. */
    // The words name the class of the original; a message would be put behind the name of this one.
    @SuppressWarnings("OverrideThrowableToString")
    @Override
    public String toString() {
        return words;
    }
}
