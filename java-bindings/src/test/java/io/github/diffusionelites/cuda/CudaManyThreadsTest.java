package io.github.diffusionelites.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads, of the system and virtual ones, and one GPU. */
@ExtendWith(OnEmulator.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CudaManyThreadsTest {

    private static final int THREADS = 32;
    private static final int ROUNDS = 5;

    private enum Kind {
        PLATFORM,
        VIRTUAL;

        ExecutorService executor() {
            return this == VIRTUAL
                    ? Executors.newVirtualThreadPerTaskExecutor()
                    : Executors.newFixedThreadPool(THREADS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldServeCopiesOfManyThreads(Kind kind) throws Exception {
        try (Device device = new CudaProvider().open(0)) {
            all(kind, thread -> {
                for (int round = 0; round < ROUNDS; round++) {
                    try (Buffer buffer = device.allocate(ElementType.I32, 1000)) {
                        int[] written = new int[1000];
                        java.util.Arrays.fill(written, thread * ROUNDS + round);
                        buffer.write(0, written);
                        assertThat(buffer.ints()).isEqualTo(written);
                    }
                }
            });
        }
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhoComesSecondAndServeWhoComesAgain(Kind kind) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (Device device = new CudaProvider().open(0);
                TinySearch search = new TinySearch(device);
                Program program = search.compile(new PlanOptions(7, 2))) {
            all(kind, thread -> {
                while (true) {
                    try {
                        program.run(thread, 0);
                        runs.incrementAndGet();
                        return;
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessageContaining("one thread at a time");
                        Thread.yield();
                    }
                }
            });
        }
        assertThat(runs).hasValue(THREADS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldOpenDevicesOfTheirOwn(Kind kind) throws Exception {
        List<float[]> means = new ArrayList<>();
        all(kind, thread -> {
            try (Device device = new CudaProvider().open(0);
                    TinySearch search = new TinySearch(device)) {
                float[] mean = search.run(2);
                synchronized (means) {
                    means.add(mean);
                }
            }
        });
        assertThat(means).hasSize(THREADS).allSatisfy(mean -> assertThat(mean).isEqualTo(means.getFirst()));
        assertThat(EmulatorControls.live().text()).isEmpty();
    }

    private interface Work {
        void of(int thread);
    }

    private static void all(Kind kind, Work work) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            tasks.add(() -> {
                work.of(thread);
                return null;
            });
        }
        try (ExecutorService executor = kind.executor()) {
            for (Future<Void> done : executor.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}
