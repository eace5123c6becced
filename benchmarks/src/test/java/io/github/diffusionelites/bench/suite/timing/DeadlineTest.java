package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    @Test
    void shouldPassAtItsEndAlthoughTheClockOverflows() {
        Deadline deadline = new Deadline(2, now::get);
        now.addAndGet(1_500_000_000);
        assertThat(deadline.secondsLeft()).isEqualTo(0.5);
        assertThat(deadline.hasPassed()).isFalse();
        now.addAndGet(500_000_000);
        assertThat(deadline.hasPassed()).isTrue();
    }

    @Test
    void shouldNotOutliveTheOneThatItIsWithin() {
        Deadline deadline = new Deadline(10, now::get);
        assertThat(deadline.within(3).secondsLeft()).isEqualTo(3);
        assertThat(deadline.within(30).secondsLeft()).isEqualTo(10);
    }
}
