package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A context of the driver belongs to a thread of the system, a device to whoever calls it. */
@ExtendWith(OnEmulator.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CudaThreadsTest {

    private static final int GENERATIONS = 4;
    private static final PlanOptions OPTIONS = new PlanOptions(7, 2);

    @ParameterizedTest
    @EnumSource
    void shouldServeVirtualThreadsOneAfterAnother(CudaBinding binding) throws Exception {
        try (Device device = EmulatedDevice.open(binding);
                TinySearch usual = new TinySearch(device);
                TinySearch search = new TinySearch(device);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            float[] wanted = usual.run(GENERATIONS);
            Program program = threads.submit(() -> search.compile(OPTIONS)).get();
            for (int generation = 0; generation < GENERATIONS; generation++) {
                int number = generation;
                threads.submit(() -> program.run(1, number)).get();
            }
            assertThat(threads.submit(search::mean).get()).isEqualTo(wanted);
            threads.submit(program::close).get();
        }
        assertThat(EmulatorControls.live()).isEqualTo(new EmulatorControls.Live(0, ""));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseASecondThreadWhileOneRuns(CudaBinding binding) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        HostReward reward = batch -> {
            entered.countDown();
            CudaHostRewardTest.awaitAnyhow(released);
            CudaHostRewardTest.score(batch);
        };
        try (Device device = EmulatedDevice.open(binding);
                TinySearch slow = new TinySearch(device, reward, HostRewardSettings.DEFAULT);
                TinySearch other = new TinySearch(device);
                Program first = slow.compile(OPTIONS);
                Program second = other.compile(OPTIONS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> running = threads.submit(() -> first.run(1, 0));
            entered.await();
            try {
                assertRefused(threads.submit(() -> first.run(1, 1)));
                assertRefused(threads.submit(() -> second.run(1, 0)));
                assertRefused(threads.submit(() -> other.compile(OPTIONS)));
            } finally {
                released.countDown();
            }
            running.get();
            second.run(1, 0);
            assertThat(slow.mean()).isEqualTo(other.mean());
        }
    }

    private static void assertRefused(Future<?> call) {
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    try {
                        call.get();
                    } catch (ExecutionException e) {
                        throw e.getCause();
                    }
                })
                .withMessageContaining("running or compiling a program");
    }
}
