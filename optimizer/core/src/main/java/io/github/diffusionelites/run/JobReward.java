package io.github.diffusionelites.run;

import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.process.ProcessReward;
import io.github.diffusionelites.reward.process.RewardProcessException;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobException;
import io.github.diffusionelites.run.job.RewardPart;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The reward of a job, with the processes that compute it, where some do. Close it after the searches. */
public final class JobReward implements AutoCloseable {

    private final Reward reward;
    private final @Nullable ProcessReward processes;

    private JobReward(Reward reward, @Nullable ProcessReward processes) {
        this.reward = reward;
        this.processes = processes;
    }

    /**
     * Makes the reward; no process is started yet.
     *
     * @param channels of samples
     * @throws JobException if the job needs processes and may not start them
     */
    public static JobReward of(Job job, int channels, ProcessPermission permission) {
        if (!(job.rewards().getFirst() instanceof RewardPart.ChildProcess process)) {
            return new JobReward(RewardPart.reward(job.rewards()), null);
        }
        if (permission != ProcessPermission.ALLOWED) {
            throw new JobException("The job starts a program for its reward, " + String.join(" ", process.command())
                    + " in " + process.directory()
                    + ", which is not allowed: it would have all your rights; if you trust"
                    + " job and program, say --allow-processes.");
        }
        ProcessReward processes = new ProcessReward(process.processes(), channels);
        return new JobReward(
                Reward.external(processes, process.settings(), RewardPart.floats(process.parameters())), processes);
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
        if (processes == null) {
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
        if (processes != null) {
            processes.close();
        }
    }
}
