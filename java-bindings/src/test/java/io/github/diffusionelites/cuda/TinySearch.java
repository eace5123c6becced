package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cross-entropy search without a network: 40 individuals of 6 numbers are drawn to a goal. */
final class TinySearch implements AutoCloseable {

    static final int INDIVIDUALS = 40;
    static final int WIDTH = 6;

    private final Device device;
    private final Buffer latents;
    private final Buffer rewards;
    private final Buffer parameters;
    private final Buffer settings;
    private final Buffer searchIds;
    private final Buffer mean;
    private final Buffer variance;
    private final Buffer floors;
    private final Proposal.Diagonal proposal;
    private final Selection selection;
    private final @Nullable HostReward reward;
    private final HostRewardSettings hostSettings;

    TinySearch(Device device) {
        this(device, null, HostRewardSettings.DEFAULT);
    }

    /** A search with a reward of Java's where it is not null. */
    TinySearch(Device device, @Nullable HostReward reward, HostRewardSettings hostSettings) {
        this.device = device;
        this.reward = reward;
        this.hostSettings = hostSettings;
        latents = floats(1, INDIVIDUALS, WIDTH);
        rewards = floats(1, INDIVIDUALS);
        parameters = floats(1, 1 + WIDTH);
        settings = integers(1, 4);
        searchIds = integers(1);
        mean = floats(1, WIDTH);
        variance = floats(1, WIDTH);
        floors = floats(1, 2);
        proposal = new Proposal.Diagonal(floats(1, WIDTH), floats(1, WIDTH), floats(1, 3), integers(1));
        selection = Selection.allocate(device, 1, INDIVIDUALS);
        parameters.write(0, new float[] {-1, 1, -1, 1, -1, 1, -1});
        settings.write(0, new int[] {INDIVIDUALS, 8, 1, 0});
        floors.write(0, new float[] {1e-6f, 0.01f});
        proposal.deviation().write(0, new float[] {1, 1, 1, 1, 1, 1});
    }

    private Buffer floats(long... dimensions) {
        return device.allocate(ElementType.F32, dimensions);
    }

    private Buffer integers(long... dimensions) {
        return device.allocate(ElementType.I32, dimensions);
    }

    Program compile(PlanOptions options) {
        Recorder recorder = new Recorder(1, INDIVIDUALS);
        Rows.Stored rows = recorder.rows(latents);
        recorder.sampleDiagonal(rows, proposal.mean(), proposal.deviation(), searchIds);
        if (reward != null) {
            recorder.scoreOnHost(rows, rewards, reward, hostSettings);
        } else {
            List<RewardTerm> terms = List.of(new RewardTerm(RewardTerm.Kind.QUADRATIC, 0, 1 + WIDTH));
            recorder.score(rows, 1, WIDTH, terms, parameters, rewards);
        }
        recorder.select(rewards, settings, selection);
        recorder.moments(rows, selection, mean, variance);
        recorder.updateDiagonal(selection, mean, variance, floors, proposal);
        Recording recording = recorder.finish();
        return device.compile(recording, options);
    }

    /** Runs some generations in chunks of seven rows; returns the last mean. */
    float[] run(int generations) {
        try (Program program = compile(new PlanOptions(7, 2))) {
            for (int generation = 0; generation < generations; generation++) {
                program.run(1, generation);
            }
        }
        return proposal.mean().floats();
    }

    float[] rewards() {
        return rewards.floats();
    }

    float[] mean() {
        return proposal.mean().floats();
    }

    @Override
    public void close() {
        selection.close();
        for (Buffer buffer : List.of(
                latents,
                rewards,
                parameters,
                settings,
                searchIds,
                mean,
                variance,
                floors,
                proposal.mean(),
                proposal.deviation(),
                proposal.divergence(),
                proposal.outcome())) {
            buffer.close();
        }
    }
}
