package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.DeviceUnderTest;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A batch that does not fit together is refused before it starts, with the values. */
class SearchRefusalTest {

    private static final Reward.BuiltIn REWARD = Reward.of(Term.linear(1, 1, 1));
    private static final SearchSettings SETTINGS = SearchSettings.builder()
            .population(10)
            .elites(2)
            .fidelity(FidelitySchedule.constant(60, 2))
            .build();

    @Test
    void shouldRefuseMoreStepsThanTheSchedule() {
        NoiseSchedule schedule = NoiseSchedule.cosine(50);
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(1, 2, schedule, 0, 1),
                schedule,
                DdimSettings.standard(0),
                List.of(0.0),
                List.of(1.0));
        refused(decoder, REWARD, SETTINGS, null, "60 denoising steps", "1 to 50");
        new SearchPlan(new IdentityDecoder(1, 2), REWARD, SETTINGS, List.of(instance()));
    }

    @Test
    void shouldRefuseATooLargeCovarianceWithItsBytes() {
        Reward reward = Reward.of(Term.pathLength(1));
        refused(new IdentityDecoder(1, 4097), reward, SETTINGS, null, "4097 coordinates", "67141636 bytes", "4096");
    }

    @Test
    void shouldRefuseRewardsThatDoNotFitTheSamples() {
        refused(new IdentityDecoder(1, 3), REWARD, SETTINGS, null, "LINEAR", "3 parameters", "3 positions");
        refused(
                new IdentityDecoder(1, 2),
                REWARD,
                SETTINGS,
                List.of(instance().withRewardParameters(1)),
                "Search 0",
                "1 reward parameters",
                "takes 3");
        refused(
                new IdentityDecoder(1, 2),
                Reward.function((x, c, l) -> 0),
                SETTINGS,
                List.of(instance()),
                "3 reward parameters",
                "takes 0");
        refused(
                new IdentityDecoder(1, 2),
                Reward.external(ExternalRewardSearchTest.LINEAR, 1, 2),
                SETTINGS,
                List.of(instance(), instance().withId(7).withRewardParameters(1, 2)),
                "Search 7",
                "2 reward parameters",
                "search 0 has 3");
    }

    @Test
    void shouldRefuseABatchThatIsEmptyOrLargerThanThePopulation() {
        refused(new IdentityDecoder(1, 2), REWARD, SETTINGS, List.of(), "at least one search");
        refused(
                new IdentityDecoder(1, 2),
                REWARD,
                SETTINGS,
                List.of(instance().withActive(11, 2)),
                "11 active",
                "population is 10");
    }

    @Test
    void shouldSayWhatIsMissing() {
        try (Device device = DeviceUnderTest.open()) {
            assertThatThrownBy(() -> DiffusionElites.on(device)
                            .reward(REWARD)
                            .settings(SETTINGS)
                            .build())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("decoder");
            assertThatThrownBy(
                            () -> DiffusionElites.on(device).settings(SETTINGS).build())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("reward");
            assertThatThrownBy(() -> DiffusionElites.on(device).reward(REWARD).build())
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("settings");
        }
    }

    @Test
    void shouldNameTheLargestPopulationThatFits() {
        DeviceInfo small = new DeviceInfo("toy", "toy", "none", false, 1, 100_000, "none");
        SearchSettings large = SearchSettings.builder()
                .population(1_000_000)
                .elites(100)
                .fidelity(FidelitySchedule.constant(1, 10))
                .build();
        SearchPlan plan =
                new SearchPlan(new IdentityDecoder(1, 2), REWARD, large, List.of(SearchInstance.of(0, large, REWARD)));
        assertThatThrownBy(() -> plan.requireMemory(small, 60_000))
                .isInstanceOfSatisfying(DeviceMemoryException.class, refusal -> {
                    assertThat(refusal.requested()).isGreaterThan(20_000_000);
                    assertThat(refusal)
                            .hasMessageContainingAll(
                                    "a search of 1000000 individuals",
                                    "need " + refusal.requested() + " bytes",
                                    "of the 100000 bytes of the device toy 60000 are free");
                    Matcher matcher = Pattern.compile("the largest population whose buffers fit is (\\d+)\\.")
                            .matcher(refusal.getMessage());
                    assertThat(matcher.find()).isTrue();
                    int fits = Integer.parseInt(matcher.group(1));
                    plan(fits).requireMemory(small, 60_000);
                    assertThatThrownBy(() -> plan(fits + 1).requireMemory(small, 60_000))
                            .isInstanceOf(DeviceMemoryException.class);
                });
        DeviceInfo tiny = new DeviceInfo("toy", "toy", "none", false, 1, 64, "none");
        assertThatThrownBy(() -> plan.requireMemory(tiny, 64)).hasMessageContaining("not even a population of 1");
    }

    @Test
    void shouldCountWhatOtherSearchesHoldAsTaken() {
        try (Device device = DeviceUnderTest.open()) {
            long free = device.freeBytes();
            try (DiffusionElites search = DiffusionElites.on(device)
                    .decoder(new IdentityDecoder(1, 2))
                    .reward(REWARD)
                    .settings(SETTINGS)
                    .build()) {
                assertThat(search.done()).isFalse();
                assertThat(device.freeBytes()).isLessThan(free);
            }
            assertThat(device.freeBytes()).isEqualTo(free);
        }
    }

    private static SearchPlan plan(int population) {
        SearchSettings settings = SearchSettings.builder()
                .population(population)
                .elites(100)
                .fidelity(FidelitySchedule.constant(1, 10))
                .build();
        return new SearchPlan(
                new IdentityDecoder(1, 2), REWARD, settings, List.of(SearchInstance.of(0, settings, REWARD)));
    }

    private static SearchInstance instance() {
        return SearchInstance.of(0, SETTINGS, REWARD);
    }

    private static void refused(
            Decoder decoder, Reward reward, SearchSettings settings, List<SearchInstance> instances, String... parts) {
        try (Device device = DeviceUnderTest.open()) {
            SearchBuilder builder =
                    DiffusionElites.on(device).decoder(decoder).reward(reward).settings(settings);
            if (instances != null) {
                builder.instances(instances);
            }
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(parts);
        }
    }

    @Test
    void shouldRefuseAFinalRoundOfMoreIndividualsThanCanBeCounted() {
        SearchSettings huge = SearchSettings.builder()
                .population(2_000_000_000)
                .elites(1_100_000_000)
                .fidelity(FidelitySchedule.constant(1, 3))
                .build();
        SearchInstance search = SearchInstance.of(0, huge, REWARD);
        refused(
                new IdentityDecoder(1, 2),
                REWARD,
                huge,
                List.of(search, search.withId(1)),
                "1100000003 individuals",
                "2200000006 in all",
                "fewer searches");
    }
}
