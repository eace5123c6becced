package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Operation;
import java.util.List;
import java.util.Locale;

/** The figures of the launches of one operation: one each, and their sum where there are several. */
final class OperationFigures {

    private static final double MICROSECONDS_OF_MILLISECOND = 1e3;
    private static final double MICROSECONDS = 1e6;
    private static final int WANTED_SAMPLES = 50;

    private final Session session;
    private final KernelCase subject;
    private final LaunchSamples samples;

    OperationFigures(Session session, KernelCase subject, LaunchSamples samples) {
        this.session = session;
        this.subject = subject;
        this.samples = samples;
    }

    void put(List<LaunchTimes.Timed> launches, KernelWork counted) {
        Ceilings ceilings = session.ceilings();
        boolean split = launches.size() > 1;
        Work all = Work.NONE;
        double floors = 0;
        double cold = 0;
        for (LaunchTimes.Timed launch : launches) {
            Work work = counted.of(launch, split);
            double floor = ceilings.seconds(work);
            all = all.plus(work);
            floors += floor;
            Samples times = at(launch);
            cold += times.median();
            Measured measured = one(launch, times).floor(MICROSECONDS * floor);
            session.sheet().put(split ? measured : measured.target(MICROSECONDS * target(launch, work, floor)));
        }
        if (split) {
            LaunchTimes.Timed first = launches.getFirst();
            session.sheet()
                    .put(Measured.of(
                                    session.group(),
                                    name(first) + ", " + launches.size() + " launches",
                                    shape(first),
                                    Samples.of(cold),
                                    "us")
                            .floor(MICROSECONDS * floors)
                            .target(MICROSECONDS * target(first, all, floors))
                            .note("sum of medians"));
        }
    }

    private double target(LaunchTimes.Timed launch, Work work, double floor) {
        Operation operation = launch.operation();
        return operation == null ? 0 : KernelTargets.seconds(subject.workload(), operation, launch.rows(), work, floor);
    }

    private Measured one(LaunchTimes.Timed launch, Samples times) {
        LaunchSamples.Times both = samples.at(key(launch));
        String warm = both.warm.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "warm %.2f us",
                        MICROSECONDS_OF_MILLISECOND * Samples.of(both.warm).median());
        String few = times.count() < WANTED_SAMPLES ? "; fewer samples, because the time for them was over" : "";
        return Measured.of(session.group(), launch.kernel(), shape(launch), times, "us")
                .note(warm + few + "; " + launch.blocks() + " blocks of " + launch.threads());
    }

    private Samples at(LaunchTimes.Timed launch) {
        return Samples.of(samples.at(key(launch)).cold).times(MICROSECONDS_OF_MILLISECOND);
    }

    private static LaunchSamples.Key key(LaunchTimes.Timed launch) {
        return new LaunchSamples.Key(launch.kernel(), OperationShape.of(launch));
    }

    private static String name(LaunchTimes.Timed launch) {
        Operation operation = launch.operation();
        return operation == null ? launch.kernel() : operation.getClass().getSimpleName();
    }

    private String shape(LaunchTimes.Timed launch) {
        // Stamps are the same everywhere, and stand there once.
        return (launch.operation() == null ? "" : subject.label() + ": ") + OperationShape.of(launch);
    }
}
