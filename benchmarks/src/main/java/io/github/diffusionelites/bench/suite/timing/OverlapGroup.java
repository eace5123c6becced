package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.Locale;

/**
 * Rewards computed by Java while the next chunk decodes. The floor of both together is the longer of the two, so that the
 * fraction of the floor is the efficiency of the overlap.
 */
final class OverlapGroup implements Group.Measurement {

    private static final double[] REWARD_MILLISECONDS = {0.1, 0.3, 1, 3, 10, 30, 100};
    private static final int CHUNKS = 16;
    private static final double SECONDS = 20;

    @Override
    public void measure(Session session) {
        Scale scale = session.scale();
        Workload workload = Workload.w2(scale);
        double[] decode = new double[1];
        session.part("decoding alone", () -> decode[0] = decodingAlone(session, workload));
        if (decode[0] > 0) {
            for (double milliseconds : scale.tiny() ? new double[] {0.1, 5} : REWARD_MILLISECONDS) {
                session.part(
                        "reward of " + milliseconds + " ms", () -> both(session, workload, milliseconds, decode[0]));
            }
        }
    }

    /** With the reward on the device, so that nothing is copied. */
    private static double decodingAlone(Session session, Workload workload) {
        Samples decode = run(session, workload).decode();
        session.sheet()
                .put(Measured.of(session.group(), "decode alone", workload.shape(), decode, "ms")
                        .note("with a reward on the device, by the device's clock"));
        return decode.median();
    }

    private static void both(Session session, Workload workload, double milliseconds, double decode) {
        Reward slow = Reward.host(new SlowReward((long) (1e6 * milliseconds)));
        Generations generations = run(session, workload.withReward(slow));
        double score = generations.reward().median();
        String name = String.format(Locale.ROOT, "reward of %.1f ms a chunk", milliseconds);
        session.sheet()
                .put(Measured.of(
                        session.group(), name + ", scoring alone", workload.shape(), generations.reward(), "ms"));
        session.sheet()
                .put(Measured.of(session.group(), name, workload.shape(), generations.wall(), "ms")
                        .floor(Math.max(decode, score))
                        .note(String.format(
                                Locale.ROOT,
                                "a generation; decode %.2f ms, score %.2f ms, so that the part of the floor is the"
                                        + " efficiency of the overlap",
                                decode,
                                score)));
    }

    private static Generations run(Session session, Workload workload) {
        Scale scale = session.scale();
        int rows = Math.max(1, workload.population() / CHUNKS);
        Generations generations = new Generations();
        int most = scale.warmUp() + scale.generations();
        try (DiffusionElites search = workload.search(session.device(), most, 1, new PlanOptions(rows, 0))) {
            generations.run(
                    () -> search.step().times(),
                    scale.warmUp(),
                    scale.generations(),
                    session.deadline().within(SECONDS));
        }
        return generations;
    }
}
