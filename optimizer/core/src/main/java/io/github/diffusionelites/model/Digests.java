package io.github.diffusionelites.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests. */
public final class Digests {

    private Digests() {}

    /** Returns a new SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
