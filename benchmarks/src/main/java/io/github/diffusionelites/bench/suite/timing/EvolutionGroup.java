package io.github.diffusionelites.bench.suite.timing;

import java.util.List;

/** W8: steps of Diffusion Evolution, the last shape only where it fits into the time. */
final class EvolutionGroup implements Group.Measurement {

    /** Alphas of a search are one more. */
    private static final int STEPS = 100;

    private static final List<String> PEERS = List.of("B1", "B0");
    private static final double RESERVE = 60;
    private static final int OWN_SHARE = 6;
    private static final int EVOLVE_SIDE = 16;

    /** Products, differences and sums of a pair and coordinate, in each pass over all pairs. */
    private static final double FLOPS = 3;

    /** Individuals and dimension, and what peers call it. */
    private record Size(String peerName, int individuals, int width) {

        String shape() {
            return "W8, N " + individuals + ", d " + width;
        }

        double flops() {
            double passes = 1 + Math.ceil((double) width / EVOLVE_SIDE);
            return passes * FLOPS * individuals * individuals * width;
        }
    }

    @Override
    public void measure(Session session) {
        session.part("ceilings", session::ceilings);
        Scale scale = session.scale();
        List<Size> sizes = List.of(
                new Size("W8-2", scale.size(16_384, 40), 2),
                new Size("W8", scale.size(65_536, 40), scale.size(64, 6)),
                new Size("W8-1024", scale.size(65_536, 40), scale.size(1024, 20)));
        double secondsOfFlop = 0;
        for (Size size : sizes) {
            double predicted = secondsOfFlop * size.flops();
            if (predicted * (scale.warmUp() + 1) > session.deadline().secondsLeft()) {
                session.skip(
                        size.shape(),
                        "A step would take about " + Math.round(predicted)
                                + " s at the rate of the one before it, more than the time of the group that is left.");
                continue;
            }
            double[] seconds = new double[1];
            session.part(size.shape(), () -> seconds[0] = measure(session, size));
            secondsOfFlop = seconds[0] / size.flops();
        }
    }

    private static double measure(Session session, Size size) {
        Scale scale = session.scale();
        Generations generations = new Generations();
        long before = session.device().freeBytes();
        double bytes;
        try (Evolution evolution = new Evolution(session.device(), size.individuals, size.width, STEPS, 1)) {
            bytes = before - session.device().freeBytes();
            generations.run(
                    evolution::step,
                    scale.warmUp(),
                    scale.generations(),
                    session.deadline().within(session.deadline().secondsLeft() / OWN_SHARE));
        }
        double floor = session.ceilings().seconds(Work.NONE.scalars(size.flops()));
        Measured step = Measured.of(session.group(), "step", size.shape(), generations.wall(), "ms")
                .floor(1e3 * floor)
                .note("by the host's clock; its floor is float32 beside tensor cores, which all pairs go through");
        session.sheet().put(step);
        double reserve = scale.tiny() ? 0 : RESERVE;
        PeerComparison comparison = PeerComparison.run(session, size.peerName(), size.shape(), PEERS, reserve);
        session.sheet().put(comparison.besideBest(step, size.individuals));
        session.sheet()
                .put(Measured.of(session.group(), "step, on the device", size.shape(), generations.population(), "ms")
                        .floor(1e3 * floor));
        session.sheet()
                .put(Measured.of(
                        session.group(),
                        "pairs",
                        size.shape(),
                        Samples.of(1e3
                                * size.individuals
                                * size.individuals
                                / generations.wall().median()),
                        "pairs/s"));
        session.sheet().put(Measured.of(session.group(), "device memory", size.shape(), Samples.of(bytes / 1e6), "MB"));
        return generations.wall().median() / 1e3;
    }
}
