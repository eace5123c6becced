package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.Devices;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording of a search holds. */
class FlightRecordingTest {

    private static final String NAME = "io.github.diffusionelites.";

    @TempDir
    private Path directory;

    @Test
    void shouldTellOfEveryGenerationAndSearch() throws Exception {
        List<GenerationReport> reports = new ArrayList<>();
        List<RecordedEvent> events = record(reports, NAME + "Generation");
        assertThat(events).hasSize(6);
        for (RecordedEvent event : events) {
            GenerationReport report = reports.get(event.getInt("generation"));
            SearchReport search = report.searches().stream()
                    .filter(candidate -> candidate.id() == event.getInt("search"))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.getDouble("best")).isEqualTo(search.best());
            assertThat(event.getDouble("mean")).isEqualTo(search.mean());
            assertThat(event.getDouble("eliteMean")).isEqualTo(search.eliteMean());
            assertThat(event.getInt("elites")).isEqualTo(4);
            assertThat(event.getInt("nans")).isEqualTo(1);
            assertThat(event.getInt("steps")).isEqualTo(report.steps());
            // Clock ticks are not exactly nanoseconds.
            assertThat(event.getDuration("individuals").toNanos())
                    .isCloseTo(report.times().individuals(), within(1000L));
            assertThat(event.getDuration("hostReward").toNanos())
                    .isCloseTo(report.times().hostReward(), within(1000L));
            assertThat(event.getDuration("population").toNanos())
                    .isCloseTo(report.times().population(), within(1000L));
        }
        assertThat(events)
                .extracting(event -> event.getInt("generation") + ":" + event.getInt("search"))
                .containsExactlyInAnyOrder("0:3", "0:4", "1:3", "1:4", "2:3", "2:4");
    }

    @Test
    void shouldTellOfBuffersAndWorkspacesUntilAllAreFreed() throws Exception {
        List<RecordedEvent> events = record(new ArrayList<>(), NAME + "NativeMemory");
        assertThat(events)
                .anySatisfy(event -> assertThat(event.getString("purpose")).isEqualTo("workspace"))
                .anySatisfy(event -> {
                    assertThat(event.getString("purpose")).isEqualTo("buffer F32 [2, 16, 3]");
                    assertThat(event.getLong("bytes")).isEqualTo(2 * 16 * 3 * Float.BYTES);
                });
        long held = 0;
        for (RecordedEvent event : events) {
            boolean allocates = event.getString("action").equals("allocate");
            held += (allocates ? 1 : -1) * event.getLong("bytes");
            assertThat(event.getString("device")).isEqualTo("cpu");
            assertThat(event.getLong("held")).as("held after " + event).isEqualTo(held);
        }
        assertThat(held).as("held after the device was closed").isZero();
    }

    /** Runs two searches of three generations, in each of which individual 5 has no reward. */
    private List<RecordedEvent> record(List<GenerationReport> reports, String name) throws Exception {
        Path file = directory.resolve("search.jfr");
        SearchSettings settings = SearchSettings.builder()
                .population(16)
                .elites(4)
                .fidelity(FidelitySchedule.constant(1, 3))
                .build();
        Reward reward = Reward.host(batch -> {
            float[] sample = new float[batch.width()];
            for (int i = 0; i < batch.size(); i++) {
                batch.sample(i, sample);
                batch.reward(i, batch.individual(i) == 5 ? Float.NaN : sample[0]);
            }
        });
        try (Recording recording = new Recording()) {
            recording.enable(name);
            recording.start();
            try (Device device = Devices.open("cpu");
                    DiffusionElites search = DiffusionElites.on(device)
                            .decoder(new IdentityDecoder(1, 3))
                            .reward(reward)
                            .settings(settings)
                            .instances(List.of(
                                    SearchInstance.of(3, settings, reward), SearchInstance.of(4, settings, reward)))
                            .build()) {
                search.run(reports::add);
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
        events.removeIf(event -> !event.getEventType().getName().equals(name));
        events.sort(java.util.Comparator.comparing(RecordedEvent::getStartTime));
        return events;
    }
}
