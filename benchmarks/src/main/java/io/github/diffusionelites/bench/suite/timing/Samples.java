package io.github.diffusionelites.bench.suite.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Samples of one quantity, at least one. */
final class Samples {

    private final double[] sorted;

    private Samples(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("A quantity without samples has no median.");
        }
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    static Samples of(double... values) {
        return new Samples(values);
    }

    static Samples of(Collection<Double> values) {
        return new Samples(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return percentile(50);
    }

    /** Returns the difference of the 90th and the 10th percentile, relative to the median; 0 where that is 0. */
    double spread() {
        double median = median();
        return median == 0 ? 0 : (percentile(90) - percentile(10)) / Math.abs(median);
    }

    /** Returns a percentile, between two samples by a straight line. */
    double percentile(double percent) {
        double place = percent / 100 * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Returns each sample times a factor. */
    Samples times(double factor) {
        return new Samples(Arrays.stream(sorted).map(value -> value * factor).toArray());
    }

    /** Returns all samples of both. */
    Samples and(Samples others) {
        List<Double> all = new ArrayList<>();
        Arrays.stream(sorted).forEach(all::add);
        Arrays.stream(others.sorted).forEach(all::add);
        return of(all);
    }
}
