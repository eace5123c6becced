package io.github.diffusionelites.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.report.SampleBatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class BatchMetersTest {

    @Test
    void shouldGiveARegistryTheNewestFigures() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        BatchMeters meters = new BatchMeters("goals");
        meters.bindTo(registry);
        assertThat(registry.get("elites.batch.reached").gauge().value()).isNaN();
        assertThat(registry.get("elites.batch.evaluations").functionCounter().count())
                .isZero();

        meters.accept(SampleBatch.metrics(10, 100, 50));
        meters.accept(SampleBatch.metrics(60, 100, 50));

        assertThat(registry.get("elites.batch.searches")
                        .tags("job", "goals", "state", "waiting")
                        .gauge()
                        .value())
                .isEqualTo(45);
        assertThat(registry.get("elites.batch.searches")
                        .tag("state", "done")
                        .gauge()
                        .value())
                .isEqualTo(50);
        assertThat(registry.get("elites.batch.evaluations").functionCounter().count())
                .isEqualTo(60_000);
        assertThat(registry.get("elites.batch.memory")
                        .tag("area", "device")
                        .gauge()
                        .value())
                .isEqualTo(0x1p33);
        assertThat(registry.get("elites.batch.left").gauge().getId().getBaseUnit())
                .isEqualTo("seconds");
        assertThat(registry.getMeters()).hasSize(11);
    }
}
