package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.reference.ReferenceDevice;
import org.junit.jupiter.api.AfterEach;

/** A recorder over a small population, and how its refusals are checked. */
abstract class RecorderTestCase {

    static final int SEARCHES = 2;
    static final int INDIVIDUALS = 3;

    final Device device = new ReferenceDevice();
    final Recorder recorder = new Recorder(SEARCHES, INDIVIDUALS);

    @AfterEach
    void closeDevice() {
        device.close();
    }

    static void refuse(Runnable record, String... named) {
        assertThatIllegalArgumentException()
                .isThrownBy(record::run)
                .satisfies(failure ->
                        assertThat(failure.getMessage()).contains(named).endsWith("."));
    }

    final Rows.Stored rows(int width) {
        return recorder.rows(floats(SEARCHES, INDIVIDUALS, width));
    }

    final Buffer floats(long... dimensions) {
        return device.allocate(ElementType.F32, dimensions);
    }

    final Buffer ints(long... dimensions) {
        return device.allocate(ElementType.I32, dimensions);
    }
}
