package io.github.diffusionelites.run;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.run.job.JobException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws samples without a search: latents from N(0, I), decoded. They have the latents of generation 0 of the search of
 * the same seed and id.
 */
public final class Sampling implements AutoCloseable {

    private final Buffer samples;
    private final Program program;
    private final List<Buffer> buffers = new ArrayList<>();

    /**
     * Makes ready.
     *
     * @param device stays open as long as this
     * @param count samples, at least 1
     * @param steps denoising steps, in [1, {@link Decoder#maximumSteps}]
     * @param searchId whose noise is drawn, in [0, 2^24)
     * @throws JobException if the samples do not fit one array of Java
     * @throws io.github.diffusionelites.device.DeviceMemoryException if the samples do not fit the device
     */
    public Sampling(Device device, Decoder decoder, int count, int steps, int searchId, PlanOptions options) {
        ArraySize.require("samples", count, decoder, "draw fewer at a time");
        int d = decoder.dimension();
        boolean ready = false;
        try {
            Buffer ids = keep(device.allocate(ElementType.I32, 1));
            Buffer mean = keep(device.allocate(ElementType.F32, 1, d));
            Buffer deviation = keep(device.allocate(ElementType.F32, 1, d));
            Buffer latents = keep(device.allocate(ElementType.F32, 1, count, d));
            samples = keep(device.allocate(ElementType.F32, 1, count, decoder.channels(), decoder.length()));
            ids.write(0, new int[] {searchId});
            float[] ones = new float[d];
            Arrays.fill(ones, 1);
            deviation.write(0, ones);
            Recorder recorder = new Recorder(1, count);
            Rows.Stored rows = recorder.rows(latents);
            recorder.sampleDiagonal(rows, mean, deviation, ids);
            decoder.record(recorder, rows, recorder.rows(samples), steps, NoiseIdentity.own(ids));
            program = device.compile(recorder.finish(), options);
            ready = true;
        } finally {
            if (!ready) {
                buffers.forEach(Buffer::close);
            }
        }
    }

    /**
     * Draws.
     *
     * @param seed of every random number
     * @return samples, row-major [count, channels, length]
     * @throws java.util.concurrent.CancellationException if {@link #cancel} was called
     */
    public float[] draw(long seed) {
        program.run(seed, 0);
        return samples.floats();
    }

    /** Returns how it runs. */
    public Plan plan() {
        return program.plan();
    }

    /** Asks {@link #draw} to end early; any thread may call this. */
    public void cancel() {
        program.cancel();
    }

    @Override
    public void close() {
        program.close();
        buffers.forEach(Buffer::close);
    }

    private Buffer keep(Buffer buffer) {
        buffers.add(buffer);
        return buffer;
    }
}
