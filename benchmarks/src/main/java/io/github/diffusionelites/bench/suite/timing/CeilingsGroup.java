package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.cuda.DeviceTimes;

/** The ceilings, and what launches cost. */
final class CeilingsGroup implements Group.Measurement {

    /** Of a generation of a small network, about. */
    private static final int NODES = 40;

    private static final String NOTHING = "one thread each";

    @Override
    public void measure(Session session) {
        session.part("ceilings", session::ceilings);
        session.part("launches", () -> launches(session));
    }

    private static void launches(Session session) {
        Scale scale = session.scale();
        int count = scale.tiny() ? 3 : 200;
        try (DeviceTimes times = DeviceTimes.of(session.device(), scale.tiny() ? scale.fillBytes(0) : 0)) {
            Samples nothing = microseconds(times.nothing(count));
            Samples kernel = microseconds(times.kernel(count));
            Samples one = microseconds(times.graph(1, count));
            Samples many = microseconds(times.graph(NODES, count));
            put(
                    session,
                    "two events with nothing between",
                    "",
                    nothing,
                    "what every time by events holds beside its kernel");
            put(session, "a kernel that does nothing", NOTHING, kernel, "by events");
            put(session, "graph", "1 node", one, "by events, behind other work");
            put(session, "graph", NODES + " nodes", many, "by events, behind other work");
            put(
                    session,
                    "graph, round trip",
                    "1 node",
                    microseconds(times.graphRoundTrip(1, count)),
                    "launch and wait on an idle device, by the host's clock");
            put(
                    session,
                    "graph, round trip",
                    NODES + " nodes",
                    microseconds(times.graphRoundTrip(NODES, count)),
                    "launch and wait on an idle device, by the host's clock");
            double node = (many.median() - one.median()) / (NODES - 1);
            put(session, "a further node of a graph", NOTHING, Samples.of(node), "from graphs of 1 and " + NODES);
            double alone = Math.max(0, kernel.median() - nothing.median());
            put(
                    session,
                    "launch gaps",
                    NODES + " nodes",
                    Samples.of(many.median() - NODES * alone),
                    "the graph less its kernels alone, each less two events with nothing between");
        }
    }

    private static void put(Session session, String name, String shape, Samples samples, String note) {
        session.sheet()
                .put(Measured.of(session.group(), name, shape, samples, "us").note(note));
    }

    private static Samples microseconds(double[] milliseconds) {
        return Samples.of(milliseconds).times(1e3);
    }
}
