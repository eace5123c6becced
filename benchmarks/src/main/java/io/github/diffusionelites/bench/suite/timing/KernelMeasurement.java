package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.DeviceTimes;
import io.github.diffusionelites.cuda.LaunchTimes;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.StageTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Times the launches of a case, cold and warm, over several copies of its program. */
final class KernelMeasurement {

    /** Of one case; kernels that take longer have fewer samples, which their figures say. */
    private static final double MOST_SECONDS = 25;

    private static final double MICROSECONDS = 1e6;

    private final Session session;
    private final KernelCase subject;
    private final Deadline deadline;
    private final List<KernelCase.Opened> copies = new ArrayList<>();
    private final List<LaunchTimes> times = new ArrayList<>();
    private final LaunchSamples samples = new LaunchSamples();

    KernelMeasurement(Session session, KernelCase subject) {
        this.session = session;
        this.subject = subject;
        this.deadline = session.deadline().within(MOST_SECONDS);
    }

    void measure() {
        try {
            open();
            sample();
            figures();
        } finally {
            Closing.all(Stream.concat(times.stream(), copies.stream()).toList());
        }
    }

    private void open() {
        long cache = cacheBytes();
        long before = session.device().freeBytes();
        add(cache);
        long free = session.device().freeBytes();
        int wanted = session.scale().tiny()
                ? 1
                : Rotation.past(cache, before - free, free).copies();
        while (copies.size() < wanted) {
            add(cache);
        }
    }

    private void add(long cache) {
        KernelCase.Opened opened = subject.opening().open(session.device(), System.nanoTime());
        copies.add(opened);
        opened.program().run(1, 0);
        times.add(LaunchTimes.of(opened.program(), session.scale().fillBytes(cache)));
    }

    private long cacheBytes() {
        try (DeviceTimes device =
                DeviceTimes.of(session.device(), session.scale().fillBytes(2048))) {
            return device.cacheBytes();
        }
    }

    private void sample() {
        Rotation rotation = new Rotation(copies.size());
        for (LaunchTimes each : times) {
            each.cold(1, 0);
        }
        for (int i = 0; i < session.scale().samples() && (i < 2 || !deadline.hasPassed()); i++) {
            LaunchTimes turn = times.get(rotation.turn(i));
            put(turn, turn.cold(i + 2L, i % KernelCase.GENERATIONS), false);
        }
        for (int i = 0; i < session.scale().warmSamples() && (i < 1 || !deadline.hasPassed()); i++) {
            LaunchTimes turn = times.get(rotation.turn(i));
            put(turn, turn.warm(i + 2L, i % KernelCase.GENERATIONS), true);
        }
    }

    private void put(LaunchTimes turn, double[] milliseconds, boolean warm) {
        List<LaunchTimes.Timed> launches = turn.launches();
        for (int i = 0; i < milliseconds.length; i++) {
            LaunchSamples.Times at = samples.at(key(launches.get(i)));
            (warm ? at.warm : at.cold).add(milliseconds[i]);
        }
    }

    private static LaunchSamples.Key key(LaunchTimes.Timed timed) {
        return new LaunchSamples.Key(timed.kernel(), OperationShape.of(timed));
    }

    private void figures() {
        KernelWork work = new KernelWork(subject.precision());
        List<LaunchTimes.Timed> launches = times.getFirst().launches();
        List<LaunchSamples.Key> told = new ArrayList<>();
        double sum = 0;
        for (int first = 0; first < launches.size(); ) {
            int end = first + 1;
            while (end < launches.size() && isSame(launches.get(first), launches.get(end))) {
                end++;
            }
            List<LaunchTimes.Timed> parts = launches.subList(first, end);
            boolean fresh = !told.contains(key(parts.getFirst()));
            parts.forEach(part -> told.add(key(part)));
            if (fresh) {
                new OperationFigures(session, subject, samples).put(parts, work);
            }
            for (LaunchTimes.Timed part : parts) {
                sum += Samples.of(samples.at(key(part)).warm).median();
            }
            first = end;
        }
        gaps(sum, launches.size());
    }

    /** Launches of one operation follow each other; stamps have none. */
    private static boolean isSame(LaunchTimes.Timed one, LaunchTimes.Timed other) {
        Operation operation = one.operation();
        return operation != null && operation.equals(other.operation());
    }

    /** What a run of the program takes beyond its kernels, where it has one chunk. */
    private void gaps(double kernelsMilliseconds, int launches) {
        KernelCase.Opened first = copies.getFirst();
        if (first.program().plan().chunks() != 1) {
            return;
        }
        List<Double> runs = new ArrayList<>();
        for (int i = 0; i < session.scale().warmSamples() && (i < 1 || !deadline.hasPassed()); i++) {
            StageTimes stages = first.program().run(i, i % KernelCase.GENERATIONS);
            runs.add((stages.individuals() + stages.population()) / 1e9);
        }
        Samples run = Samples.of(runs).times(MICROSECONDS);
        session.sheet()
                .put(Measured.of(session.group(), "a run of the program", subject.label(), run, "us")
                        .floor(1e3 * kernelsMilliseconds)
                        .note(String.format(
                                Locale.ROOT,
                                "its floor is the sum of its %d kernels alone, warm; by the device's clock",
                                launches)));
    }
}
