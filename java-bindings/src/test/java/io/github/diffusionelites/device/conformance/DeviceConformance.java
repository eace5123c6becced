package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Device;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test case for devices: opens one for each test, and random numbers from a seed that failures name. */
@ExtendWith(SeedOfFailures.class)
public abstract class DeviceConformance {

    /** Seed of all inputs; the system property {@code elites.test.seed} sets another one. */
    static final long SEED = Long.getLong("elites.test.seed", 20250103L);

    private Random random;
    private NotingDevice device;

    /** Opens the device under test. */
    protected abstract Device open();

    @BeforeEach
    void openDevice() {
        random = new Random(SEED);
        device = new NotingDevice(open());
    }

    @AfterEach
    void closeDevice() {
        if (device != null) {
            device.close();
        }
    }

    /** Returns what the last program was, for a failure; nothing where no device was opened. */
    String lastProgram() {
        return device == null ? "" : device.lastProgram();
    }

    Random random() {
        return random;
    }

    Device device() {
        return device;
    }

    /** Runs a test with twin buffers and requires at the end that nothing else was written. */
    void twin(int searches, int individuals, Consumer<Twin> test) {
        try (Twin twin = new Twin(device, searches, individuals)) {
            test.accept(twin);
            twin.assertRestSame();
        }
    }

    /** Returns normal numbers. */
    float[] normals(int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
