package io.github.diffusionelites.metrics;

import io.github.diffusionelites.batch.report.BatchMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gives a registry of Micrometer the figures of a batch job: it takes the metrics as they come, and is asked for the
 * newest. Meters are {@code elites.batch.searches}, tagged with the state {@code done}, {@code running} or
 * {@code waiting}, {@code elites.batch.reached}, {@code elites.batch.evaluations} (a counter), {@code
 * elites.batch.evaluations.rate}, {@code elites.batch.searches.rate}, {@code elites.batch.device.share}, {@code
 * elites.batch.left} in seconds, and {@code elites.batch.memory} in bytes, tagged with the area {@code heap} or
 * {@code device}. Before the first metrics gauges are NaN.
 */
public final class BatchMeters implements MeterBinder, Consumer<BatchMetrics> {

    private static final String PREFIX = "elites.batch.";

    private final Tags tags;
    private volatile @Nullable BatchMetrics newest;

    /**
     * Makes meters.
     *
     * @param job name of the job, the value of the tag {@code job}
     */
    public BatchMeters(String job) {
        this.tags = Tags.of("job", Objects.requireNonNull(job, "job"));
    }

    /** Takes the newest metrics. */
    @Override
    public void accept(BatchMetrics metrics) {
        newest = metrics;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "searches", tags.and("state", "done"), "", BatchMetrics::done);
        gauge(registry, "searches", tags.and("state", "running"), "", BatchMetrics::running);
        gauge(registry, "searches", tags.and("state", "waiting"), "", BatchMetrics::waiting);
        gauge(registry, "reached", tags, "", BatchMetrics::reached);
        gauge(registry, "evaluations.rate", tags, "", BatchMetrics::evaluationsPerSecond);
        gauge(registry, "searches.rate", tags, "", BatchMetrics::searchesPerSecond);
        gauge(registry, "device.share", tags, "", BatchMetrics::deviceShare);
        gauge(registry, "left", tags, "seconds", BatchMetrics::secondsLeft);
        gauge(registry, "memory", tags.and("area", "heap"), "bytes", BatchMetrics::heapBytes);
        gauge(registry, "memory", tags.and("area", "device"), "bytes", BatchMetrics::deviceBytes);
        FunctionCounter.builder(PREFIX + "evaluations", this, meters -> meters.figure(BatchMetrics::evaluations, 0))
                .tags(tags)
                .description("Evaluations of denoisers")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, Tags own, String unit, ToDoubleFunction<BatchMetrics> figure) {
        Gauge.builder(PREFIX + name, this, meters -> meters.figure(figure, Double.NaN))
                .tags(own)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry);
    }

    private double figure(ToDoubleFunction<BatchMetrics> figure, double otherwise) {
        BatchMetrics metrics = newest;
        return metrics == null ? otherwise : figure.applyAsDouble(metrics);
    }
}
