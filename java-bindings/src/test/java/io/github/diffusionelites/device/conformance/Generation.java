package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Statistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A full generation of a search with a full proposal, from sampling to statistics, on one device. */
final class Generation implements AutoCloseable {

    private static final int WIDTH = SmallNetwork.WIDTH;
    private static final int SLOTS = 8;

    private final Device device;
    private final int searches;
    private final int individuals;
    private final Map<String, Buffer> buffers = new LinkedHashMap<>();
    private final Selection selection;

    Generation(Device device, int searches, int individuals) {
        this.device = device;
        this.searches = searches;
        this.individuals = individuals;
        floats("latents", searches, individuals, WIDTH);
        floats("samples", searches, individuals, WIDTH);
        floats("rewards", searches, individuals);
        floats("reward parameters", searches, 1 + SmallNetwork.CHANNELS);
        floats("mean", searches, WIDTH);
        floats("variance", searches, WIDTH);
        floats("jitter", searches);
        floats("covariance", searches, WIDTH, WIDTH);
        floats("factor", searches, WIDTH, WIDTH);
        floats("proposal mean", searches, WIDTH);
        floats("proposal covariance", searches, WIDTH, WIDTH);
        floats("proposal factor", searches, WIDTH, WIDTH);
        floats("divergence", searches, Proposal.DIVERGENCE);
        floats("champions", searches, SLOTS, WIDTH);
        floats("champion rewards", searches, SLOTS);
        floats("gathered", searches, 5, WIDTH);
        floats("statistics", searches, Statistic.values().length);
        integers("search ids", searches);
        integers("settings", searches, 4);
        integers("valid", searches);
        integers("outcome", searches);
        integers("champion individuals", searches, SLOTS);
        selection = Selection.allocate(device, searches, individuals);
        reset();
    }

    /** Memory is full of NaN until something is written. */
    private void floats(String name, long... dimensions) {
        Buffer buffer = device.allocate(ElementType.F32, dimensions);
        float[] poison = new float[Math.toIntExact(buffer.shape().elements())];
        Arrays.fill(poison, TwinBuffer.POISON);
        buffer.write(0, poison);
        buffers.put(name, buffer);
    }

    private void integers(String name, long... dimensions) {
        buffers.put(name, device.allocate(ElementType.I32, dimensions));
    }

    Buffer buffer(String name) {
        return buffers.get(name);
    }

    /** Sets every proposal to the prior and fills in the settings of the searches. */
    void reset() {
        float[] jitter = new float[searches];
        Arrays.fill(jitter, 1e-3f);
        buffer("jitter").write(0, jitter);
        float[] identity = Matrices.identity(WIDTH);
        for (int search = 0; search < searches; search++) {
            buffer("proposal mean").write((long) search * WIDTH, new float[WIDTH]);
            buffer("proposal covariance").write((long) search * WIDTH * WIDTH, identity);
            buffer("proposal factor").write((long) search * WIDTH * WIDTH, identity);
            buffer("search ids").write(search, new int[] {100 + search});
            int active = Math.max(1, individuals - search);
            buffer("settings").write(search * 4L, new int[] {active, Math.max(1, active / 4), 1, search % 2});
            buffer("reward parameters").write(search * 5L, new float[] {-1, search, 1, 0.5f, -0.5f});
        }
    }

    /** Records the generation with a built-in reward, or with one of Java's where it is not null. */
    Recording record(HostReward hostReward) {
        return record(hostReward, HostRewardSettings.DEFAULT);
    }

    private Recording record(HostReward hostReward, HostRewardSettings settings) {
        Recorder recorder = new Recorder(searches, individuals);
        SmallNetwork network = new SmallNetwork(new Random(DeviceConformance.SEED));
        Rows.Stored latents = recorder.rows(buffer("latents"));
        Rows.Stored samples = recorder.rows(buffer("samples"));
        recorder.sampleFull(latents, buffer("proposal mean"), buffer("proposal factor"), buffer("search ids"));
        Rows decoded = network.denoise(recorder, latents, NoiseIdentity.own(buffer("search ids")));
        recorder.affine(decoded, samples, Constant.of(new float[] {2}, 1), Constant.of(new float[] {0.5f}, 1));
        if (hostReward == null) {
            List<RewardTerm> terms =
                    List.of(new RewardTerm(RewardTerm.Kind.GOAL_DISTANCE, 0, 1 + SmallNetwork.CHANNELS));
            recorder.score(
                    samples,
                    SmallNetwork.CHANNELS,
                    SmallNetwork.LENGTH,
                    terms,
                    buffer("reward parameters"),
                    buffer("rewards"));
        } else {
            recorder.scoreOnHost(samples, buffer("rewards"), hostReward, settings);
        }
        recordPopulation(recorder, latents, samples);
        return recorder.finish();
    }

    private void recordPopulation(Recorder recorder, Rows.Stored latents, Rows.Stored samples) {
        Buffer mean = buffer("mean");
        Buffer covariance = buffer("covariance");
        recorder.select(buffer("rewards"), buffer("settings"), selection);
        recorder.moments(latents, selection, mean, buffer("variance"));
        recorder.covariance(latents, selection, mean, buffer("jitter"), covariance);
        recorder.cholesky(covariance, buffer("factor"), buffer("valid"));
        recorder.updateFull(selection, mean, covariance, buffer("factor"), buffer("valid"), proposal());
        recorder.keepChampion(
                samples,
                buffer("rewards"),
                selection,
                buffer("champions"),
                buffer("champion rewards"),
                buffer("champion individuals"));
        recorder.gather(samples, selection, buffer("gathered"));
        recorder.statistics(buffer("rewards"), buffer("settings"), selection, buffer("statistics"));
    }

    Proposal.Full proposal() {
        return new Proposal.Full(
                buffer("proposal mean"),
                buffer("proposal covariance"),
                buffer("proposal factor"),
                buffer("divergence"),
                buffer("outcome"));
    }

    Program compile(HostReward hostReward, PlanOptions options) {
        return device.compile(record(hostReward), options);
    }

    Program compile(HostReward hostReward, HostRewardSettings settings, PlanOptions options) {
        return device.compile(record(hostReward, settings), options);
    }

    /** Returns the bits of all buffers, by name. */
    Map<String, int[]> bits() {
        Map<String, int[]> bits = new LinkedHashMap<>();
        buffers.forEach((name, buffer) -> bits.put(name, bits(buffer)));
        bits.put("summary", bits(selection.summary()));
        bits.put("threshold", bits(selection.threshold()));
        bits.put("elites", bits(selection.elites()));
        return bits;
    }

    private static int[] bits(Buffer buffer) {
        if (buffer.type() == ElementType.I32) {
            return buffer.ints();
        }
        float[] floats = buffer.floats();
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(floats[i]);
        }
        return bits;
    }

    @Override
    public void close() {
        List<Buffer> all = new ArrayList<>(buffers.values());
        all.forEach(Buffer::close);
        selection.close();
    }
}
