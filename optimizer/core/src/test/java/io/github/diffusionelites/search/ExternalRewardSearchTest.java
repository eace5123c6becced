package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.SearchLookup;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Searches whose reward knows which search a sample belongs to, and the parameters of that search. */
class ExternalRewardSearchTest extends DeviceTestCase {

    /** The inner product of a sample with the parameters. */
    static final ExternalReward LINEAR = new Linear();

    private static final SearchSettings SETTINGS = SearchSettings.builder()
            .population(30)
            .elites(5)
            .seed(11)
            .finalists(3)
            .fidelity(FidelitySchedule.constant(4, 1))
            .build();
    private static final float[][] SLOPES = {{1, 0}, {-1, 2}, {0, -3}};

    @Test
    void shouldScoreEachSearchWithItsOwnParameters() {
        SearchInstance first = SearchInstance.of(5, SETTINGS, Reward.external(LINEAR, SLOPES[0]));
        List<SearchInstance> instances = List.of(
                first.withActive(12, 2),
                first.withId(9).withRewardParameters(SLOPES[1]),
                first.withId(2).withRewardParameters(SLOPES[2]));
        Reward.Host byPlace = Reward.host(batch -> LINEAR.score(batch, new SearchLookup() {
            @Override
            public int id(int place) {
                return place;
            }

            @Override
            public float[] parameters(int place) {
                return SLOPES[place];
            }
        }));
        SearchResult expected = run(
                byPlace, instances.stream().map(i -> i.withRewardParameters()).toList());
        Linear reward = new Linear();
        SearchResult found =
                run(Reward.external(reward, HostRewardSettings.DEFAULT.withWorkers(2), SLOPES[0]), instances);
        assertThat(reward.seen).containsOnlyKeys(5, 9, 2);
        assertThat(reward.seen.get(9)).containsExactly(SLOPES[1]);
        assertThat(found.outcomes()).hasSize(3);
        for (int b = 0; b < 3; b++) {
            assertThat(found.outcomes().get(b))
                    .usingRecursiveComparison(Bits.EXACT)
                    .ignoringFieldsMatchingRegexes(".*rewardParameters")
                    .isEqualTo(expected.outcomes().get(b));
        }
        SearchResult alone = run(Reward.external(LINEAR, SLOPES[1]), instances.subList(1, 2));
        assertThat(alone.outcomes().getFirst())
                .usingRecursiveComparison(Bits.EXACT)
                .isEqualTo(found.outcomes().get(1));
    }

    private static SearchResult run(Reward reward, List<SearchInstance> instances) {
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 1))
                .reward(reward)
                .settings(SETTINGS)
                .instances(instances)
                .planOptions(new PlanOptions(7, 2))
                .build()) {
            return search.run(report -> {});
        }
    }

    private static final class Linear implements ExternalReward {

        private final Map<Integer, float[]> seen = new ConcurrentHashMap<>();

        @Override
        public void score(HostBatch batch, SearchLookup searches) {
            float[] sample = new float[batch.width()];
            for (int i = 0; i < batch.size(); i++) {
                batch.sample(i, sample);
                float[] slope = searches.parameters(batch.search(i));
                seen.put(searches.id(batch.search(i)), slope);
                batch.reward(i, slope[0] * sample[0] + slope[1] * sample[1]);
            }
        }

        @Override
        public void close() {}
    }
}
