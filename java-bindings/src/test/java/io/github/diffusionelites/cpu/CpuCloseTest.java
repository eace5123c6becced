package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads that close at the same time: none goes on before what is native is no longer used. */
@Timeout(60)
class CpuCloseTest {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Throwable> ended = new AtomicReference<>();
    private final Device device = Devices.open("cpu");
    private final Buffer samples = device.allocate(ElementType.F32, 1, 4, 2);
    private final Buffer rewards = device.allocate(ElementType.F32, 1, 4);

    @AfterEach
    void releaseReward() {
        release.countDown();
        device.close();
    }

    @Test
    void shouldLetTheDeviceWaitForAProgramThatAnotherThreadCloses() throws Exception {
        Program program = program();
        Thread run = started(() -> program.run(0, 0));
        entered.await();
        Thread first = started(program::close);
        awaitWaiting(first);
        Thread second = started(device::close);
        Thread third = started(device::close);
        awaitWaiting(second);
        awaitWaiting(third);
        release.countDown();
        for (Thread thread : new Thread[] {run, first, second, third}) {
            thread.join();
        }
        assertThat(ended.get()).isInstanceOf(CancellationException.class);
    }

    @Test
    void shouldLetEveryCloserOfAProgramWait() throws Exception {
        Program program = program();
        Thread run = started(() -> program.run(0, 0));
        entered.await();
        Thread first = started(program::close);
        awaitWaiting(first);
        Thread second = started(program::close);
        awaitWaiting(second);
        second.interrupt();
        awaitWaiting(second);
        release.countDown();
        for (Thread thread : new Thread[] {run, first, second}) {
            thread.join();
        }
        program.close();
        assertThat(ended.get()).isInstanceOf(CancellationException.class);
    }

    /** A program whose reward is deaf to interrupts until the test releases it, and is not given up. */
    private Program program() {
        Recorder recorder = new Recorder(1, 4);
        HostRewardSettings patient = HostRewardSettings.DEFAULT.withGrace(Duration.ofSeconds(50));
        Constant zero = Constant.of(new float[1], 1);
        recorder.affine(recorder.rows(samples), recorder.rows(samples), zero, zero);
        recorder.scoreOnHost(recorder.rows(samples), rewards, this::reward, patient);
        return device.compile(recorder.finish(), PlanOptions.AUTO);
    }

    private void reward(HostBatch batch) {
        entered.countDown();
        boolean released = false;
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // It goes on as a simulator would that does not know of interrupts.
            }
        }
    }

    private Thread started(Runnable action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (CancellationException e) {
                ended.set(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Fails where the thread ends instead, because a reward is still inside of the program. */
    private static void awaitWaiting(Thread thread) throws InterruptedException {
        Thread.State state = thread.getState();
        while (state != Thread.State.WAITING) {
            assertThat(state).isNotEqualTo(Thread.State.TERMINATED);
            Thread.sleep(1);
            state = thread.getState();
        }
    }
}
