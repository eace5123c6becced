package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.DeviceCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Rewards in PTX that come with this suite, so that they need no compiler. */
final class ShippedCode {

    private ShippedCode() {}

    /** Returns a file of this package's. */
    static DeviceCode read(String name) throws IOException {
        return new DeviceCode.Binary(name, bytes(name));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(ShippedCode.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        }
    }
}
