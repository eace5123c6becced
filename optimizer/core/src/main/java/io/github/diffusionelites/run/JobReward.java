package io.github.diffusionelites.run;

import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.process.ProcessReward;
import io.github.diffusionelites.reward.process.RewardProcessException;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.run.job.RewardPart;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The reward of a job, with what computes it outside of the device. Close it after the searches. */
public final class JobReward implements AutoCloseable {

    private final Reward reward;
    private final @Nullable ExternalReward outside;

    private JobReward(Reward reward, @Nullable ExternalReward outside) {
        this.reward = reward;
        this.outside = outside;
    }

    /**
     * Makes the reward; no process is started yet.
     *
     * @param decoder gives the shape of samples
     * @throws JobException if the job needs processes and may not start them, or a reward in Java that is not there
     */
    public static JobReward of(Job job, Decoder decoder, ProcessPermission permission) {
        if (!(job.rewards().getFirst() instanceof RewardPart.Outside part)) {
            return new JobReward(RewardPart.reward(job.rewards()), null);
        }
        ExternalReward outside = switch (part) {
            case RewardPart.ChildProcess process -> processes(process, decoder, permission);
            case RewardPart.Java named ->
                NamedRewards.open(named.reward(), decoder, RewardPart.floats(part.parameters()));
        };
        return new JobReward(Reward.external(outside, part.settings(), RewardPart.floats(part.parameters())), outside);
    }

    private static ProcessReward processes(
            RewardPart.ChildProcess process, Decoder decoder, ProcessPermission permission) {
        if (permission != ProcessPermission.ALLOWED) {
            throw new JobException("The job starts a program for its reward, " + String.join(" ", process.command())
                    + " in " + process.directory()
                    + ", which is not allowed: it would have all your rights; if you trust"
                    + " job and program, say --allow-processes.");
        }
        return new ProcessReward(process.processes(), decoder.channels());
    }

    /** Returns what searches score samples with. */
    public Reward reward() {
        return reward;
    }

    /**
     * Starts the processes, if the reward has some.
     *
     * @param log takes what they write to their standard error
     * @throws JobException if they cannot be started
     * @throws java.io.UncheckedIOException if the log cannot be written
     */
    public void begin(Path log) {
        if (!(outside instanceof ProcessReward processes)) {
            return;
        }
        processes.logTo(log);
        try {
            processes.start();
        } catch (RewardProcessException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        if (outside != null) {
            outside.close();
        }
    }
}
