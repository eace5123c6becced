package io.github.diffusionelites.run.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Makes damaged bytes pass the checks of length and digests, so that what lies behind those is reached. */
final class SealedCheckpoint {

    private static final int LENGTH = 16;
    private static final int TEXTS = 24;
    private static final int DIGEST = 32;

    private SealedCheckpoint() {}

    /** Sets the length, the digest of the job where there is one, and the digest of all; short bytes stay. */
    static void seal(byte[] bytes) {
        if (bytes.length < TEXTS + DIGEST) {
            return;
        }
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putLong(LENGTH, bytes.length);
        sealJob(numbers);
        int end = bytes.length - DIGEST;
        numbers.put(end, digest(Arrays.copyOf(bytes, end)));
    }

    /** The job is the sixth text. */
    private static void sealJob(ByteBuffer numbers) {
        long at = TEXTS;
        int length = 0;
        for (int text = 0; text < 6; text++) {
            at += length;
            if (at + Integer.BYTES > numbers.capacity()) {
                return;
            }
            length = numbers.getInt((int) at);
            at += Integer.BYTES;
            if (length < 0) {
                return;
            }
        }
        if (at + length + DIGEST <= numbers.capacity()) {
            byte[] job = new byte[length];
            numbers.get((int) at, job);
            numbers.put((int) at + length, digest(job));
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
