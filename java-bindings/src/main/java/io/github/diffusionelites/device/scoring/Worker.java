package io.github.diffusionelites.device.scoring;

import io.github.diffusionelites.device.HostReward;
import org.jspecify.annotations.Nullable;

/** Takes chunk after chunk and calls the reward, on a thread of its own. */
final class Worker implements Runnable {

    private final ScoringRun run;
    private final ChunkSource source;
    private final HostReward reward;
    private final int width;
    private float[] samples = {};

    Worker(ScoringRun run, ChunkSource source, HostReward reward, int width) {
        this.run = run;
        this.source = source;
        this.reward = reward;
        this.width = width;
    }

    @Override
    public void run() {
        try {
            for (Chunk chunk = source.next(); chunk != null; chunk = source.next()) {
                int floats = Math.multiplyExact(chunk.rows(), width);
                samples = samples.length < floats ? new float[floats] : samples;
                source.samples(chunk, samples);
                if (!score(chunk)) {
                    return;
                }
            }
        } catch (Throwable e) {
            run.fault(e);
        }
        run.leave();
    }

    /** Returns false if the thread was given up meanwhile. */
    private boolean score(Chunk chunk) {
        for (int retry = 0; ; retry++) {
            Call call = run.begin(chunk, samples, retry);
            if (call == null) {
                return true;
            }
            @Nullable Throwable failure = null;
            try {
                reward.score(call.batch);
            } catch (Throwable e) {
                failure = e;
            }
            Next next = run.end(call, failure, retry);
            if (next != Next.RETRY) {
                return next == Next.CHUNK;
            }
        }
    }
}
