package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Something is done at intervals, but in a twentieth of the time at most. */
class PaceTest {

    private final long[] now = {1000};
    private int done;

    @Test
    void shouldDoItOnceAnInterval() {
        Pace pace = new Pace(100, () -> now[0]);
        for (int i = 0; i < 1000; i++) {
            now[0]++;
            pace.perhaps(() -> done++);
        }

        assertThat(done).isEqualTo(10);
    }

    @Test
    void shouldDoItMoreSeldomWhereItTakesLong() {
        Pace pace = new Pace(100, () -> now[0]);
        long spent = 0;
        for (int i = 0; i < 100_000; i += 1) {
            now[0]++;
            long before = now[0];
            pace.perhaps(() -> {
                done++;
                now[0] += 50;
            });
            spent += now[0] - before;
        }

        assertThat(done).isGreaterThan(50);
        assertThat((double) spent / now[0]).isBetween(0.03, 0.05);
    }

    @Test
    void shouldCountAnAttemptThatFails() {
        Pace pace = new Pace(0, () -> now[0]);
        assertThatThrownBy(() -> pace.perhaps(() -> {
                    now[0] += 10;
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        now[0] += 199;
        pace.perhaps(() -> done++);
        assertThat(done).isZero();
        now[0]++;
        pace.perhaps(() -> done++);
        assertThat(done).isEqualTo(1);
    }
}
