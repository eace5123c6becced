package io.github.diffusionelites.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.batch.store.RandomRecords;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchFinishedEventTest {

    @TempDir
    private Path directory;

    @Test
    void shouldStandInAFlightRecording() throws Exception {
        SearchRecord record = RandomRecords.of(3, 4);
        SearchFinishedEvent.record(RandomRecords.of(2, 4));
        Path file = directory.resolve("run.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.github.diffusionelites.SearchFinished");
            recording.start();
            SearchFinishedEvent.record(record);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getInt("row")).isEqualTo(3);
            assertThat(event.getInt("search")).isEqualTo(record.id());
            assertThat(event.getDouble("reward")).isEqualTo(record.reward());
            assertThat(event.getString("reason"))
                    .isEqualToIgnoringCase(record.reason().name());
            assertThat(event.getDuration("time").toNanos()).isEqualTo(record.nanoseconds());
        });
    }
}
