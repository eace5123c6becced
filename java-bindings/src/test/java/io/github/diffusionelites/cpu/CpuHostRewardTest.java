package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardException;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Host rewards beside native lanes and in a virtual machine that ends. */
@Timeout(60)
class CpuHostRewardTest {

    private static final int ROWS = 256;
    private static final int WIDTH = 2;

    @Test
    void shouldDecodeAllChunksWhileARewardIsBusyWithTheFirst() {
        try (Device device = Devices.open("cpu");
                Buffer source = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer target = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer rewards = device.allocate(ElementType.F32, 1, ROWS)) {
            HostReward reward = batch -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (target.floats()[ROWS * WIDTH - 1] == 0 && System.nanoTime() < end) {
                    Thread.yield();
                }
                assertThat(target.floats()[ROWS * WIDTH - 1]).isEqualTo(1);
            };
            try (Program program = ones(device, source, target, rewards, reward, HostRewardSettings.DEFAULT)) {
                assertThat(program.run(0, 0).hostRewards().evaluated()).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void shouldLetTheVirtualMachineEndBesideARewardThatHangs() throws Exception {
        assertThat(ChildJava.run(Hanging.class)).contains("1 thread was given up");
    }

    @Test
    void shouldScoreRowsThatNoOperationMakes() {
        try (Device device = Devices.open("cpu");
                Buffer source = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
                Buffer rewards = device.allocate(ElementType.F32, 1, ROWS)) {
            float[] values = new float[ROWS * WIDTH];
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
            source.write(0, values);
            Recorder recorder = new Recorder(1, ROWS);
            HostReward first = batch -> {
                float[] sample = new float[batch.width()];
                for (int i = 0; i < batch.size(); i++) {
                    batch.sample(i, sample);
                    batch.reward(i, sample[0]);
                }
            };
            recorder.scoreOnHost(recorder.rows(source), rewards, first, HostRewardSettings.DEFAULT);
            try (Program program = device.compile(recorder.finish(), new PlanOptions(8, 1))) {
                program.run(0, 0);
            }
            float[] scored = rewards.floats();
            for (int row = 0; row < ROWS; row++) {
                assertThat(scored[row]).isEqualTo(row * WIDTH);
            }
        }
    }

    /** A program whose reward hangs for ever once; it returns from main with that thread alive and its program open. */
    static final class Hanging {
        private Hanging() {}

        public static void main(String[] arguments) {
            Device device = Devices.open("cpu");
            Buffer source = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
            Buffer target = device.allocate(ElementType.F32, 1, ROWS, WIDTH);
            Buffer rewards = device.allocate(ElementType.F32, 1, ROWS);
            HostReward reward = batch -> {
                while (batch.size() > 0) {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        // It does not listen.
                    }
                }
            };
            HostRewardSettings settings = HostRewardSettings.DEFAULT
                    .withTimeout(Duration.ofMillis(50))
                    .withGrace(Duration.ofMillis(50))
                    .withMostFailed(0);
            Program program = ones(device, source, target, rewards, reward, settings);
            try {
                program.run(0, 0);
            } catch (HostRewardException e) {
                System.out.println("1 thread was given up: " + e.getMessage());
            }
        }
    }

    /** Writes a one to every element of the target, 8 rows at a time, and scores it. */
    private static Program ones(
            Device device,
            Buffer source,
            Buffer target,
            Buffer rewards,
            HostReward reward,
            HostRewardSettings settings) {
        Recorder recorder = new Recorder(1, ROWS);
        recorder.affine(
                recorder.rows(source),
                recorder.rows(target),
                Constant.of(new float[] {0}, 1),
                Constant.of(new float[] {1}, 1));
        recorder.scoreOnHost(recorder.rows(target), rewards, reward, settings);
        return device.compile(recorder.finish(), new PlanOptions(8, 1));
    }
}
