package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.WatchedDevice;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A cancellation that comes when the individuals of a generation are done: its program keeps it for its next run, the
 * search must not.
 */
@Timeout(60)
class LateCancellationTest {

    private static final Reward.BuiltIn REWARD = Reward.of(Term.linear(1, 1, 1));

    private final AtomicReference<DiffusionElites> running = new AtomicReference<>();
    private final AtomicInteger runs = new AtomicInteger();
    private WatchedDevice device;

    @BeforeEach
    void open() {
        device = new WatchedDevice(DeviceUnderTest.open());
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void shouldEndTheSearchOnceAndLetItGoOnFromACheckpoint() {
        SearchResult undisturbed;
        try (DiffusionElites search = search()) {
            undisturbed = search.run(report -> {});
        }
        runs.set(0);
        device.onCompile(CancelledProgram::new);
        try (DiffusionElites search = search()) {
            running.set(search);
            search.step();
            assertThat(search.step().generation()).isEqualTo(1);
            SearchCheckpoint two = search.checkpoint();
            assertThat(search.done()).isTrue();
            assertThatThrownBy(search::step).isInstanceOf(CancellationException.class);
            assertThat(search.result().interrupted()).isTrue();

            search.resume(two);

            assertThat(search.step().generation()).isEqualTo(2);
            assertThat(search.run(report -> {}))
                    .usingRecursiveComparison(Bits.EXACT)
                    .isEqualTo(undisturbed);
        }
    }

    private DiffusionElites search() {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(REWARD)
                .settings(SearchSettings.builder()
                        .population(40)
                        .elites(5)
                        .seed(2)
                        .fidelity(FidelitySchedule.constant(1, 5))
                        .build())
                .build();
    }

    /** Is cancelled when its second run has nothing left that could be cut off, and has not returned. */
    private final class CancelledProgram implements Program {
        private final Program program;

        CancelledProgram(Program program) {
            this.program = program;
        }

        @Override
        public Plan plan() {
            return program.plan();
        }

        @Override
        public StageTimes run(long seed, int generation) {
            StageTimes times = program.run(seed, generation);
            if (runs.incrementAndGet() == 2) {
                running.get().cancel();
            }
            return times;
        }

        @Override
        public void cancel() {
            program.cancel();
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
