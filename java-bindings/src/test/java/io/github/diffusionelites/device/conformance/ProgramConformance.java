package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of a program: cancelling, closing, using it wrongly. */
@Timeout(60)
public abstract class ProgramConformance extends DeviceConformance {

    @Test
    void shouldEndARunThatAnotherThreadCancels() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        HostReward reward = batch -> {
            entered.countDown();
            await(cancelled);
            for (int i = 0; i < batch.size(); i++) {
                batch.reward(i, batch.individual(i));
            }
        };
        try (Generation generation = new Generation(device(), 2, 40);
                Program program = generation.compile(reward, new PlanOptions(8, 0))) {
            Map<String, int[]> before = generation.bits();
            CompletableFuture<Throwable> run = CompletableFuture.supplyAsync(() -> failureOf(() -> program.run(1, 0)));
            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            program.cancel();
            cancelled.countDown();
            assertThat(run.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            assertUntouched(generation, before);
            program.run(1, 0);
            assertThat(generation.buffer("outcome").ints()).containsOnly(0);
            assertThat(generation.bits().get("proposal mean")).isNotEqualTo(before.get("proposal mean"));
        }
    }

    @Test
    void shouldEndTheNextRunWhereNoneIsInProgress() {
        try (Generation generation = new Generation(device(), 1, 9);
                Program program = generation.compile(null, PlanOptions.AUTO)) {
            Map<String, int[]> before = generation.bits();
            program.cancel();
            program.cancel();
            assertThatThrownBy(() -> program.run(1, 0)).isInstanceOf(CancellationException.class);
            assertUntouched(generation, before);
            program.run(1, 0);
            program.run(1, 1);
        }
    }

    @Test
    void shouldEndARunWithoutAHostReward() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (Generation generation = new Generation(device(), 1, 64);
                Program program = generation.compile(null, new PlanOptions(8, 1))) {
            CompletableFuture<Throwable> runs = CompletableFuture.supplyAsync(() -> failureOf(() -> {
                for (int g = 0; !stop.get(); g = (g + 1) % 8) {
                    program.run(1, g);
                }
            }));
            try {
                Thread.sleep(20);
                program.cancel();
                assertThat(runs.get(30, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
            } finally {
                stop.set(true);
            }
            program.run(1, 0);
        }
    }

    @Test
    void shouldRefuseToRunAfterClosing() {
        try (Generation generation = new Generation(device(), 1, 3)) {
            Program program = generation.compile(null, PlanOptions.AUTO);
            program.close();
            program.close();
            assertThatIllegalStateException().isThrownBy(() -> program.run(1, 0));
        }
    }

    @Test
    void shouldCloseProgramsWithTheDevice() {
        Generation generation = new Generation(device(), 1, 3);
        Program program = generation.compile(null, PlanOptions.AUTO);
        program.run(1, 0);
        device().close();
        assertThatIllegalStateException().isThrownBy(() -> program.run(1, 0));
        program.close();
        generation.close();
    }

    @Test
    void shouldRefuseABufferOfAnotherDevice() {
        try (Device other = open();
                Buffer foreign = other.allocate(ElementType.F32, 1, 3, 4);
                Buffer own = device().allocate(ElementType.F32, 1, 3, 4)) {
            Recorder recorder = new Recorder(1, 3);
            var one = Constant.of(new float[] {1}, 1);
            recorder.affine(recorder.rows(foreign), recorder.rows(own), one, one);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> device().compile(recorder.finish(), PlanOptions.AUTO)
                            .close())
                    .withMessageContaining("[1, 3, 4]");
        }
    }

    @Test
    void shouldRunSeveralProgramsOverTheSameBuffers() {
        try (Generation generation = new Generation(device(), 2, 11);
                Program first = generation.compile(null, PlanOptions.AUTO);
                Program second = generation.compile(null, new PlanOptions(8, 1))) {
            first.run(1, 0);
            second.run(1, 1);
            Map<String, int[]> mixed = generation.bits();
            generation.reset();
            first.run(1, 0);
            first.run(1, 1);
            mixed.forEach((name, bits) ->
                    assertThat(generation.bits().get(name)).as(name).isEqualTo(bits));
        }
    }

    @Test
    void shouldRunAnEmptyRecording() {
        try (Program program = device().compile(new Recorder(1, 1).finish(), PlanOptions.AUTO)) {
            assertThat(program.plan().operations()).isZero();
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> program.run(1, -1));
            program.run(1, 0);
        }
    }

    private static void assertUntouched(Generation generation, Map<String, int[]> before) {
        for (String name : new String[] {"proposal mean", "proposal covariance", "proposal factor", "outcome"}) {
            assertThat(generation.bits().get(name)).as(name).isEqualTo(before.get(name));
        }
    }

    private static Throwable failureOf(Runnable runs) {
        try {
            runs.run();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("Nobody cancelled the run within 30 seconds.");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("The reward was interrupted.", e);
        }
    }
}
