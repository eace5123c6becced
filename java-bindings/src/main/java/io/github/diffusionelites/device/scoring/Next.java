package io.github.diffusionelites.device.scoring;

/** What a thread does after a call. */
enum Next {
    CHUNK,
    RETRY,
    /** The thread was given up: somebody else has its place. */
    LEAVE
}
