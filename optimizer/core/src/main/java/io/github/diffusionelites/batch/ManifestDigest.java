package io.github.diffusionelites.batch;

import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.StoppingRules;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The digest of searches: SHA-256 over a name with the version of this form, the number of searches, and of each in
 * order, big-endian: id, seed, active individuals, elites, sense, rule, jitter, variance floor, deviation floor; target,
 * evaluations, generations, seconds, nanoseconds, stagnation, improvement, collapse; number of reward parameters, reward
 * parameters. Sense and rule are their names in UTF-8 after their length; floating-point numbers their bits, with one
 * NaN.
 */
final class ManifestDigest {

    private static final String FORM = "diffusion elites manifest 1";
    /** More than the fixed part of a search takes. */
    private static final int FIXED = 256;

    private ManifestDigest() {}

    /** Returns the digest in hexadecimal digits. */
    static String of(List<ManifestSearch> searches) {
        MessageDigest digest = Digests.sha256();
        digest.update(FORM.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(searches.size()).flip());
        ByteBuffer row = ByteBuffer.allocate(FIXED);
        for (ManifestSearch search : searches) {
            float[] parameters = search.instance().rewardParameters();
            int bytes = FIXED + Math.multiplyExact(Float.BYTES, parameters.length);
            row = row.capacity() < bytes ? ByteBuffer.allocate(bytes) : row.clear();
            put(search.instance(), search.seed(), row);
            put(search.rules(), row);
            row.putInt(parameters.length);
            for (float parameter : parameters) {
                row.putFloat(parameter);
            }
            digest.update(row.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void put(SearchInstance instance, long seed, ByteBuffer row) {
        row.putInt(instance.id()).putLong(seed).putInt(instance.active()).putInt(instance.elites());
        put(instance.sense().name(), row);
        put(instance.rule().name(), row);
        row.putDouble(instance.jitter()).putDouble(instance.varianceFloor()).putDouble(instance.deviationFloor());
    }

    private static void put(StoppingRules rules, ByteBuffer row) {
        row.putLong(Double.doubleToLongBits(rules.target()))
                .putLong(rules.evaluations())
                .putInt(rules.generations())
                .putLong(rules.time().toSeconds())
                .putInt(rules.time().toNanosPart())
                .putInt(rules.stagnation())
                .putDouble(rules.improvement())
                .putDouble(rules.collapse());
    }

    private static void put(String name, ByteBuffer row) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        row.put((byte) bytes.length).put(bytes);
    }
}
