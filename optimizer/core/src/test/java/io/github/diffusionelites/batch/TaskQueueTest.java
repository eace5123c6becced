package io.github.diffusionelites.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.search.InstanceCheckpoint;
import io.github.diffusionelites.search.ProposalCheckpoint;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches wait in groups of populations that are about as large. */
class TaskQueueTest extends BatchTestCase {

    @ParameterizedTest
    @CsvSource({"24, 24, 24", "13, 24, 24", "12, 24, 12", "7, 24, 12", "6, 24, 6", "3, 24, 3", "1, 24, 3", "1, 7, 7"})
    void shouldHalveThePopulationOfProgramsAsOftenAsItFits(int active, int largest, int population) {
        assertThat(PopulationGroup.populationFor(active, largest)).isEqualTo(population);
    }

    @Test
    void shouldDealTheLargestPopulationsFirst() throws IOException {
        List<ManifestSearch> all = job(JOB).manifest().searches();
        TaskQueue queue = new TaskQueue(all, all, Map.of(), 24);

        assertThat(queue.groups()).extracting(PopulationGroup::population).containsExactly(24, 12, 6);
        assertThat(queue.size()).isEqualTo(15);
        PopulationGroup first = Objects.requireNonNull(queue.group());
        assertThat(queue.size(first)).isEqualTo(5);
        assertThat(queue.take(first, 3))
                .extracting(assignment -> assignment.search().instance().active())
                .containsOnly(24)
                .hasSize(3);
        assertThat(queue.exhausted(first)).isFalse();
        assertThat(queue.take(first, 100)).hasSize(2);
        assertThat(queue.exhausted(first)).isTrue();
        assertThat(Objects.requireNonNull(queue.group()).population()).isEqualTo(12);
        assertThat(queue.size()).isEqualTo(10);
    }

    @Test
    void shouldKnowTheGroupsOfSearchesThatAreFinished() throws IOException {
        List<ManifestSearch> all = job(JOB).manifest().searches();
        TaskQueue queue = new TaskQueue(all, List.of(), Map.of(), 24);

        assertThat(queue.group()).isNull();
        assertThat(queue.groups()).isEmpty();
        assertThat(queue.groupOf(12).widest().elites()).isEqualTo(6);
    }

    @Test
    void shouldDealThoseThatGoOnFirst() throws IOException {
        List<ManifestSearch> all = job(JOB).manifest().searches();
        ManifestSearch begun = all.get(6);
        TaskCheckpoint state = new TaskCheckpoint(
                1,
                24,
                0,
                5,
                new float[1],
                new float[1],
                new InstanceCheckpoint(
                        begun.id(),
                        Sense.MINIMIZE,
                        new ProposalCheckpoint.Diagonal(new float[8], new float[8]),
                        List.of(),
                        new int[0],
                        new float[0]),
                null);
        TaskQueue queue = new TaskQueue(all, all, Map.of(begun.id(), state), 24);

        Assignment first = queue.take(Objects.requireNonNull(queue.group()), 1).getFirst();
        assertThat(first.search()).isEqualTo(begun);
        assertThat(first.state()).isSameAs(state);
        queue.add(first);
        assertThat(queue.take(Objects.requireNonNull(queue.group()), 1)).containsExactly(first);
    }
}
