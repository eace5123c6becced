package io.github.diffusionelites.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheLinesOfAllProcesses() {
        Path file = directory.resolve("metrics.ndjson");
        for (int process = 0; process < 2; process++) {
            try (MetricsLog log = MetricsLog.open(file)) {
                log.write(SampleBatch.metrics(0, 100, 50));
                log.write(SampleBatch.metrics(60, 100, 50));
            }
        }
        assertThat(MetricsLog.read(file)).hasSize(4).element(0).isEqualTo(SampleBatch.metrics(0, 100, 50));
        BatchMetrics last = MetricsLog.read(file).getLast();
        assertThat(last.waiting()).isEqualTo(45);
        assertThat(last.evaluations()).isEqualTo(60_000);
        assertThat(last.evaluationsPerSecond()).isEqualTo(1014.112);
        assertThat(WorkTime.of(MetricsLog.read(file))).isEqualTo(new WorkTime(120, 108, 120_000));
    }

    @Test
    void shouldWriteALineWithoutFiguresThatAreNone() {
        assertThat(SampleBatch.metrics(0, 100, 50).line())
                .startsWith("{\"time\":\"2026-03-01T10:00:00Z\",\"seconds\":0.0,\"searches\":100,\"done\":0,")
                .contains("\"waiting\":95,", "\"device_share\":null,")
                .endsWith("}\n");
    }

    @Test
    void shouldLeaveOutHalfLinesAndWriteBehindThem() throws IOException {
        Path file = directory.resolve("metrics.ndjson");
        String line = SampleBatch.metrics(7, 100, 50).line();
        for (int length = 0; length < line.length(); length++) {
            Files.writeString(file, line + line.substring(0, length));
            int whole = length < line.length() - 1 ? 1 : 2;
            assertThat(MetricsLog.read(file)).hasSize(whole);
            try (MetricsLog log = MetricsLog.open(file)) {
                log.write(SampleBatch.metrics(8, 100, 50));
            }
            assertThat(MetricsLog.read(file)).hasSize(whole + 1);
        }
    }

    @Test
    void shouldLeaveOutWhatIsNoMeasurement() throws IOException {
        Path file = directory.resolve("metrics.ndjson");
        assertThat(MetricsLog.read(file)).isEmpty();
        Files.writeString(file, "\n[]\n{\"time\":3}\n{\"time\":\"yesterday\"}\nnull\n\"x\"\n");
        Files.write(file, new byte[] {(byte) 0xff, 0, '{', '\n'}, StandardOpenOption.APPEND);
        assertThat(MetricsLog.read(file)).isEmpty();
    }
}
