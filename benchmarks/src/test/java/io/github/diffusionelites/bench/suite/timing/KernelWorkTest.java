package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.Networks;
import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Activation;
import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Convolution1d;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.model.Decoder;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bytes and operations by hand. */
class KernelWorkTest {

    private static final int ROWS = 20;
    private static final KernelWork FULL = new KernelWork(Precision.FLOAT32);
    private static final KernelWork HALF = new KernelWork(Precision.BFLOAT16);

    private final Device device = Devices.open("cpu");
    private final DeviceBuffers buffers = new DeviceBuffers(device, 1);
    private final Recorder recorder = new Recorder(1, ROWS);

    @AfterEach
    void close() {
        buffers.close();
        device.close();
    }

    private static LaunchTimes.Timed timed(String kernel, Operation operation) {
        return new LaunchTimes.Timed(kernel, operation, null, ROWS, 1, 256, 0);
    }

    private Operation.Individual last() {
        return recorder.finish().individualPart().getLast();
    }

    private Operation.Population lastOfPopulation() {
        return recorder.finish().populationPart().getLast();
    }

    private Rows.Stored rows(int width) {
        return recorder.rows(buffers.floats(1, ROWS, width));
    }

    /** 7 elites. */
    private Selection selection() {
        Selection selection = buffers.selection(1, ROWS);
        selection.summary().write(0, new int[] {7, 0, 0, 3});
        return selection;
    }

    @Test
    void shouldCountWhatIsDrawn() {
        Rows.Stored latents = rows(6);
        recorder.sampleDiagonal(latents, buffers.floats(1, 6), buffers.floats(1, 6), buffers.ids(1));
        Operation sample = last();
        assertThat(FULL.of(timed("sample_diagonal", sample), false))
                .isEqualTo(Work.bytes(0, 480).normals(120, false));
        recorder.load(latents, 2, 3);
        LaunchTimes.Timed both = new LaunchTimes.Timed("sample_diagonal_fast", sample, last(), ROWS, 1, 256, 0);
        assertThat(HALF.of(both, false)).isEqualTo(Work.bytes(0, 720).normals(120, true));
    }

    @Test
    void shouldCountTheTermsOfAFullCovariance() {
        recorder.sampleFull(rows(6), buffers.floats(1, 6), buffers.floats(1, 6, 6), buffers.ids(1));
        assertThat(FULL.of(timed("sample_full", last()), false))
                .isEqualTo(Work.bytes(72, 480).scalars(20 * 6 * 7).normals(120, false));
    }

    @Test
    void shouldCountAConvolutionAndThePassBehindIt() {
        Features source = recorder.load(rows(8 * 4), 8, 4);
        Features residual = recorder.load(rows(16 * 4), 16, 4);
        Convolution1d layer = new Convolution1d(Constant.of(new float[16 * 8 * 3], 16, 8, 3), null, 1, 1, false);
        recorder.convolve(source, layer, new Epilogue(Norm.NONE, null, Activation.SILU, residual));
        double flops = 2.0 * 3 * 8 * 16 * 4 * ROWS;
        double weights = 3 * 8 * 16;
        assertThat(HALF.of(timed("convolve_bf16_64x64", last()), false))
                .isEqualTo(
                        Work.bytes(2 * (20 * (32 + 64) + weights), 2 * 20 * 64).products(flops, true));
        assertThat(FULL.of(timed("convolve_f32_64x64", last()), true))
                .isEqualTo(Work.bytes(4 * (20 * 32 + weights), 4 * 20 * 64).products(flops, false));
        assertThat(HALF.of(timed("finish_f32_bf16", last()), true))
                .isEqualTo(Work.bytes(20 * 64 * (4 + 2), 20 * 64 * 2));
    }

    @Test
    void shouldCountAttention() {
        recorder.attend(recorder.load(rows(3 * 8 * 5), 3 * 8, 5), 2);
        assertThat(HALF.of(timed("attend_bf16", last()), false))
                .isEqualTo(Work.bytes(2 * 20 * 120, 2 * 20 * 40).products(2 * 4.0 * 5 * 5 * 4 * ROWS, true));
        recorder.attendLinearly(recorder.load(rows(3 * 8 * 5), 3 * 8, 5), 2);
        assertThat(FULL.of(timed("attend_linearly_f32", last()), false))
                .isEqualTo(Work.bytes(4 * 20 * 120, 4 * 20 * 40).products(2 * 4.0 * 5 * 4 * 4 * ROWS, false));
    }

    @Test
    void shouldCountElitesAndNotTheOthers() {
        Selection selection = selection();
        recorder.moments(rows(6), selection, buffers.floats(1, 6), buffers.floats(1, 6));
        assertThat(FULL.of(timed("add_up_moments", lastOfPopulation()), true).read())
                .isEqualTo(7 * 6 * 4);
        recorder.gather(rows(6), selection, buffers.floats(1, 9, 6));
        assertThat(FULL.of(timed("gather", lastOfPopulation()), false)).isEqualTo(Work.bytes(168, 168));
        recorder.covariance(rows(6), selection, buffers.floats(1, 6), buffers.floats(1), buffers.floats(1, 6, 6));
        assertThat(FULL.of(timed("covariance", lastOfPopulation()), false))
                .isEqualTo(Work.bytes(168, 144).products(7 * 36, false));
    }

    @Test
    void shouldReadEveryRewardOnceALaunch() {
        recorder.select(buffers.floats(1, ROWS), buffers.settings(1, ROWS, 7), selection());
        assertThat(FULL.of(timed("select_elites", lastOfPopulation()), false)).isEqualTo(Work.bytes(80, 28));
        assertThat(FULL.of(timed("count_digits_of_rewards", lastOfPopulation()), true))
                .isEqualTo(Work.bytes(80, 0));
    }

    @Test
    void shouldCountPairsOncePerPass() {
        Buffer next = buffers.floats(1, ROWS, 40);
        recorder.evolve(
                rows(40),
                buffers.floats(1, ROWS),
                buffers.settings(1, ROWS, 1),
                buffers.floats(1, 1, 5),
                buffers.ids(1),
                recorder.rows(next),
                buffers.floats(1, 2));
        assertThat(FULL.of(timed("evolve_sums", lastOfPopulation()), true).scalarFlops())
                .isEqualTo(3.0 * ROWS * ROWS * 40);
        assertThat(FULL.of(timed("evolve_move", lastOfPopulation()), true).scalarFlops())
                .isEqualTo(3.0 * ROWS * ROWS * 40 * 3);
    }

    @Test
    void shouldAskNothingOfAStamp() {
        assertThat(FULL.of(new LaunchTimes.Timed("stamp", null, null, ROWS, 1, 1, 0), false))
                .isEqualTo(Work.NONE);
    }

    @Test
    void shouldFindTheFlopsOfTheReferenceNetwork() {
        Decoder decoder = Networks.r32().decoder(0);
        Rows.Stored latents = rows(64);
        decoder.record(recorder, latents, rows(64), 5, NoiseIdentity.own(buffers.ids(1)));
        Recording recording = recorder.finish();
        double evaluations = 5.0 * ROWS;
        assertThat(RecordedWork.of(recording, Precision.BFLOAT16).tensorFlops() / evaluations)
                .isCloseTo(43.7e6, Percentage.withPercentage(3));
    }
}
