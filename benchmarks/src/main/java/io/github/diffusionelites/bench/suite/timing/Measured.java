package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.Figure;
import java.util.OptionalDouble;

/** A figure in the making: samples, then what they are judged by. All in the unit of the samples. */
record Measured(
        String group,
        String name,
        String shape,
        Samples samples,
        String unit,
        OptionalDouble floor,
        OptionalDouble bestPeer,
        String peer,
        OptionalDouble target,
        String note) {

    static Measured of(String group, String name, String shape, Samples samples, String unit) {
        return new Measured(
                group,
                name,
                shape,
                samples,
                unit,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "",
                OptionalDouble.empty(),
                "");
    }

    /** Sets what the hardware allows at best; 0 and what is not finite are none. */
    Measured floor(double value) {
        return new Measured(group, name, shape, samples, unit, known(value), bestPeer, peer, target, note);
    }

    Measured peer(double value, String who) {
        return new Measured(group, name, shape, samples, unit, floor, known(value), who, target, note);
    }

    /** Sets what is wanted; 0 and what is not finite are none. */
    Measured target(double value) {
        return new Measured(group, name, shape, samples, unit, floor, bestPeer, peer, known(value), note);
    }

    Measured note(String text) {
        return new Measured(group, name, shape, samples, unit, floor, bestPeer, peer, target, text);
    }

    Figure figure() {
        return new Figure(
                group,
                name,
                shape,
                samples.median(),
                unit,
                samples.spread(),
                samples.count(),
                floor,
                bestPeer,
                peer,
                target,
                note);
    }

    private static OptionalDouble known(double value) {
        return value > 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
