package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.diffusionelites.device.Selection.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a generation: its champion and the rows of its elites. */
public abstract class ArchiveConformance extends DeviceConformance {

    @ParameterizedTest
    @CsvSource({"1,1", "2,7", "33,8", "9,1023"})
    void shouldKeepTheChampionOfEachGeneration(int individuals, int width) {
        int slots = 3;
        twin(3, individuals, twin -> {
            TwinBuffer rows = twin.rows("rows", width);
            TwinBuffer rewards = twin.floats("rewards", 3, individuals);
            TwinBuffer champions = twin.floats("champions", 3, slots, width);
            TwinBuffer championRewards = twin.floats("champion rewards", 3, slots);
            TwinBuffer championIndividuals = twin.ints("champion individuals", 3, slots);
            TwinSelection selection = twin.selection();
            try (TwinProgram program = twin.compile(on -> on.recorder()
                    .keepChampion(
                            on.rows(rows),
                            on.of(rewards),
                            on.of(selection),
                            on.of(champions),
                            on.of(championRewards),
                            on.of(championIndividuals)))) {
                for (int generation : new int[] {2, 0}) {
                    rows.fillNormal(random(), 0, 1);
                    rewards.fillNormal(random(), 0, 1);
                    selection.put(0, Status.SELECTED, random().nextInt(individuals), 0);
                    selection.put(1, Status.SELECTED, individuals - 1, 0);
                    selection.put(2, Status.ALL_EQUAL, 0, 0);
                    program.run(1, generation);
                }
            }
            // The slot of generation 1 must still hold its poison.
            champions.assertSame();
            championRewards.assertSame();
            championIndividuals.assertSame();
        });
    }

    @Test
    void shouldSayWhereThereIsNoChampion() {
        twin(2, 3, twin -> {
            TwinBuffer rows = twin.rows("rows", 4).fillNormal(random(), 0, 1);
            TwinBuffer rewards = twin.floats("rewards", 2, 3).fillWith(Float.NaN);
            TwinBuffer champions = twin.floats("champions", 2, 1, 4);
            TwinBuffer championRewards = twin.floats("champion rewards", 2, 1);
            TwinBuffer championIndividuals = twin.ints("champion individuals", 2, 1);
            TwinSelection selection =
                    twin.selection().put(0, Status.ALL_NAN, -1).put(1, Status.INACTIVE, -1);
            twin.run(
                    1,
                    0,
                    on -> on.recorder()
                            .keepChampion(
                                    on.rows(rows),
                                    on.of(rewards),
                                    on.of(selection),
                                    on.of(champions),
                                    on.of(championRewards),
                                    on.of(championIndividuals)));
            assertThat(championRewards.tested().floats()).containsOnly(Float.NaN);
            assertThat(championIndividuals.tested().ints()).containsOnly(-1);
            championRewards.assertSame();
            // Nothing is promised about the row of a champion that there is not.
            champions.ignore();
        });
    }

    @Test
    void shouldRefuseAGenerationWithoutASlot() {
        twin(1, 3, twin -> {
            TwinBuffer rows = twin.rows("rows", 2).fillNormal(random(), 0, 1);
            TwinBuffer before = twin.rows("what runs before", 2);
            TwinBuffer rewards = twin.floats("rewards", 1, 3).fillWith(1);
            TwinBuffer champions = twin.floats("champions", 1, 5, 2);
            TwinBuffer championRewards = twin.floats("champion rewards", 1, 5);
            TwinBuffer championIndividuals = twin.ints("champion individuals", 1, 5);
            TwinSelection selection = twin.selection().put(0, Status.SELECTED, 1, 1);
            try (TwinProgram program = twin.compile(on -> {
                on.copy(on.rows(rows), on.rows(before));
                on.recorder()
                        .keepChampion(
                                on.rows(rows),
                                on.of(rewards),
                                on.of(selection),
                                on.of(champions),
                                on.of(championRewards),
                                on.of(championIndividuals));
            })) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> program.tested().run(1, 5))
                        .withMessageContaining("5");
                program.run(1, 4);
                champions.assertSame();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 7})
    void shouldGatherTheFirstElites(int capacity) {
        twin(4, 7, twin -> {
            TwinBuffer rows = twin.rows("rows", 9).fillNormal(random(), 0, 1);
            TwinBuffer target = twin.floats("gathered rows", 4, capacity, 9);
            TwinSelection selection = twin.selection()
                    .put(0, Status.SELECTED, 1, 1, 2, 4, 5, 6)
                    .put(1, Status.SELECTED, 6, 6)
                    .put(2, Status.ALL_NAN, -1)
                    .put(3, Status.ALL_EQUAL, 0, 0, 1, 2, 3, 4, 5, 6);
            twin.run(1, 1, on -> on.recorder().gather(on.rows(rows), on.of(selection), on.of(target)));
            target.assertSame();
            float[] gathered = target.tested().floats();
            assertThat(Arrays.copyOfRange(gathered, capacity * 9, capacity * 9 + 9))
                    .isEqualTo(Arrays.copyOfRange(rows.tested().floats(), (7 + 6) * 9, (7 + 7) * 9));
        });
    }
}
