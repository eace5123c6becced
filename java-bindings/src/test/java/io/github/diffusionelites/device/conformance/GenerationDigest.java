package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** All bits that a search with a small network and a full covariance leaves on a device, as one number. */
public final class GenerationDigest {

    private static final int SEARCHES = 2;
    private static final int INDIVIDUALS = 21;
    private static final int GENERATIONS = 3;

    private GenerationDigest() {}

    /** Runs some generations and returns the SHA-256 of every buffer, in hexadecimal digits. */
    public static String of(Device device, Precision precision, int chunkRows, int lanes) {
        try (Generation search = new Generation(device, SEARCHES, INDIVIDUALS);
                Program program = search.compile(null, new PlanOptions(chunkRows, lanes, precision))) {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                program.run(DeviceConformance.SEED, generation);
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            search.bits().forEach((name, bits) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                ByteBuffer bytes = ByteBuffer.allocate(bits.length * Integer.BYTES);
                bytes.asIntBuffer().put(bits);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
