package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples give the rewards of the built-in term. Where an interpreter is missing, its example is passed over. */
@Timeout(60)
class RewardExamplesTest extends DeviceTestCase {

    private static final double[][] GOALS = {{0.4, 0.2}, {-1, 1e-3}};
    private static final SearchSettings SETTINGS = SearchSettings.builder()
            .population(70)
            .elites(5)
            .seed(21)
            .fidelity(FidelitySchedule.constant(1, 1))
            .build();

    @ParameterizedTest
    @CsvSource({"FRAMES,python3,goal.py", "FRAMES,Rscript,goal.R", "LINES,sh,goal.sh"})
    void shouldGiveTheRewardsOfTheBuiltInTerm(WireFormat format, String program, String script) {
        assumeTrue(Programs.there(program), "there is no " + program);
        Path directory = Path.of(System.getProperty("elites.root"), "optimizer", "examples", "rewards");
        try (ProcessReward reward =
                new ProcessReward(new ProcessSettings(List.of(program, script), directory, format), 2)) {
            List<float[]> found = rewards(Reward.external(reward), false);
            List<float[]> expected = rewards(Reward.of(Term.goalDistance(1, GOALS[0])), true);
            for (int b = 0; b < GOALS.length; b++) {
                assertThat(found.get(b)).hasSameSizeAs(expected.get(b));
                for (int i = 0; i < found.get(b).length; i++) {
                    float distance = expected.get(b)[i];
                    assertThat(found.get(b)[i]).isCloseTo(distance, within(2e-6f * distance));
                }
            }
        }
    }

    private static List<float[]> rewards(Reward reward, boolean builtIn) {
        List<SearchInstance> instances = new ArrayList<>();
        for (int b = 0; b < GOALS.length; b++) {
            float[] goal = {(float) GOALS[b][0], (float) GOALS[b][1]};
            float[] parameters = builtIn ? new float[] {1, goal[0], goal[1]} : goal;
            instances.add(SearchInstance.of(b, SETTINGS, reward).withRewardParameters(parameters));
        }
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 16))
                .reward(reward)
                .settings(SETTINGS)
                .instances(instances)
                .build()) {
            search.step();
            return List.of(search.population().rewards(0), search.population().rewards(1));
        }
    }
}
