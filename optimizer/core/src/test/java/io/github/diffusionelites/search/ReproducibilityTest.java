package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Same job, same bits: alone or in a batch, whatever the chunks, in both senses, by either kind of reward. */
class ReproducibilityTest extends DeviceTestCase {

    private static final int CHANNELS = 2;
    private static final int LENGTH = 4;
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final Reward.BuiltIn GOAL = Reward.of(Term.goalDistance(1, 0.5, -0.25));

    /** Everything that a run tells, for comparison. */
    private record Trace(List<List<SearchReport>> reports, List<float[]> latents, SearchResult result) {

        void requireSame(Trace other, int search, int otherSearch) {
            assertThat(reports).hasSameSizeAs(other.reports);
            for (int g = 0; g < reports.size(); g++) {
                assertThat(reports.get(g).get(search))
                        .isEqualTo(other.reports.get(g).get(otherSearch));
            }
            int width = latents.getFirst().length / reports.getFirst().size();
            int otherWidth =
                    other.latents.getFirst().length / other.reports.getFirst().size();
            for (int g = 0; g < latents.size(); g++) {
                assertThat(Arrays.copyOfRange(latents.get(g), search * width, (search + 1) * width))
                        .isEqualTo(Arrays.copyOfRange(
                                other.latents.get(g), otherSearch * otherWidth, (otherSearch + 1) * otherWidth));
            }
            requireSame(result.outcomes().get(search), other.result.outcomes().get(otherSearch));
        }

        private static void requireSame(Outcome one, Outcome other) {
            assertThat(one.innerBest()).isEqualTo(other.innerBest());
            assertThat(one.finalists()).usingRecursiveComparison(Bits.EXACT).isEqualTo(other.finalists());
            assertThat(one.elites()).usingRecursiveComparison(Bits.EXACT).isEqualTo(other.elites());
            assertThat(one.best()).usingRecursiveComparison(Bits.EXACT).isEqualTo(other.best());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveTheSameBitsTwiceAndWhateverTheChunks(boolean full) {
        SearchSettings settings = settings(full);
        List<SearchInstance> one = List.of(SearchInstance.of(37, settings, GOAL));
        Trace first = run(settings, GOAL, one, PlanOptions.AUTO);
        first.requireSame(run(settings, GOAL, one, PlanOptions.AUTO), 0, 0);
        first.requireSame(run(settings, GOAL, one, new PlanOptions(16, 1)), 0, 0);
        first.requireSame(run(settings, GOAL, one, new PlanOptions(7, 2)), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveTheSameBitsAloneAndInABatch(boolean full) {
        SearchSettings settings = settings(full);
        List<SearchInstance> five = new ArrayList<>();
        for (int b = 0; b < 5; b++) {
            five.add(SearchInstance.of(10 * b, settings, GOAL)
                    .withReward(Reward.of(Term.goalDistance(1, 0.1 * b, 0.2)))
                    .withActive(48 - b, 12 - b));
        }
        Trace batch = run(settings, GOAL, five, PlanOptions.AUTO);
        for (int b : new int[] {0, 3, 4}) {
            Trace alone = run(settings, GOAL, List.of(five.get(b)), PlanOptions.AUTO);
            alone.requireSame(batch, 0, b);
        }
        assertThat(batch.reports().get(0).get(0))
                .isNotEqualTo(batch.reports().get(0).get(1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldMinimizeWhatItMaximizesWithTheOtherSign(boolean full) {
        SearchSettings settings = settings(full);
        Reward.BuiltIn negated = Reward.of(Term.goalDistance(-1, 0.5, -0.25));
        SearchInstance minimize = SearchInstance.of(2, settings, GOAL);
        SearchInstance maximize = minimize.withSense(Sense.MAXIMIZE).withReward(negated);
        Trace both = run(settings, GOAL, List.of(minimize, maximize), PlanOptions.AUTO);
        for (List<SearchReport> reports : both.reports()) {
            SearchReport low = reports.get(0);
            SearchReport high = reports.get(1);
            assertThat(new double[] {low.best(), low.mean(), low.eliteMean(), low.q10(), low.median(), low.q90()})
                    .containsExactly(
                            -high.best(), -high.mean(), -high.eliteMean(), -high.q10(), -high.median(), -high.q90());
            assertThat(low.threshold()).isEqualTo(-high.threshold());
            assertThat(new double[] {low.spread(), low.klStep(), low.klPrior()})
                    .containsExactly(high.spread(), high.klStep(), high.klPrior());
        }
        for (float[] latents : both.latents()) {
            int half = latents.length / 2;
            assertThat(Arrays.copyOfRange(latents, 0, half)).isEqualTo(Arrays.copyOfRange(latents, half, 2 * half));
        }
        Candidate low = both.result().outcomes().get(0).best();
        Candidate high = both.result().outcomes().get(1).best();
        assertThat(low.reward()).isEqualTo(-high.reward());
        assertThat(low.latent()).isEqualTo(high.latent());
    }

    @Test
    void shouldGiveTheSameByAJavaRewardAsByTheBuiltInOne() {
        SearchSettings settings = settings(true);
        Reward java = Reward.function((x, channels, length) -> {
            float dx = x[length - 1] - 0.5f;
            float dy = x[2 * length - 1] + 0.25f;
            return Math.sqrt(dx * dx + dy * dy);
        });
        Trace device = run(settings, GOAL, List.of(SearchInstance.of(0, settings, GOAL)), PlanOptions.AUTO);
        Trace host = run(settings, java, List.of(SearchInstance.of(0, settings, java)), PlanOptions.AUTO);
        // One generation from the same state: rewards agree to rounding, and so do the populations drawn before it.
        assertThat(host.latents().getFirst()).isEqualTo(device.latents().getFirst());
        SearchReport byDevice = device.reports().getFirst().getFirst();
        SearchReport byHost = host.reports().getFirst().getFirst();
        assertThat(byHost.best()).isCloseTo(byDevice.best(), within(1e-6));
        assertThat(byHost.mean()).isCloseTo(byDevice.mean(), within(1e-6));
        Candidate one = device.result().outcomes().getFirst().best();
        Candidate other = host.result().outcomes().getFirst().best();
        assertThat(other.reward()).isCloseTo(one.reward(), within(5e-3));
    }

    @Test
    void shouldDependOnSeedAndId() {
        SearchSettings settings = settings(true);
        List<SearchInstance> one = List.of(SearchInstance.of(1, settings, GOAL));
        Trace first = run(settings, GOAL, one, PlanOptions.AUTO);
        Trace otherId = run(settings, GOAL, List.of(one.getFirst().withId(2)), PlanOptions.AUTO);
        SearchSettings reseeded = new SearchSettings(
                settings.population(),
                settings.elites(),
                settings.rule(),
                settings.sense(),
                settings.proposal(),
                settings.fidelity(),
                settings.seed() + (1L << 40),
                settings.finalists());
        Trace otherSeed = run(reseeded, GOAL, one, PlanOptions.AUTO);
        assertThat(otherId.latents().getFirst()).isNotEqualTo(first.latents().getFirst());
        assertThat(otherSeed.latents().getFirst()).isNotEqualTo(first.latents().getFirst());
    }

    private static SearchSettings settings(boolean full) {
        return SearchSettings.builder()
                .population(48)
                .elites(12)
                .sense(Sense.MINIMIZE)
                .seed(99)
                .finalists(3)
                .proposal(full ? new ProposalSettings.Full(1e-2) : new ProposalSettings.Diagonal())
                .fidelity(FidelitySchedule.of(new Stage(3, 2), new Stage(6, 2)))
                .build();
    }

    private static Trace run(
            SearchSettings settings, Reward reward, List<SearchInstance> instances, PlanOptions options) {
        Decoder decoder = new DiffusionDecoder(
                LinearDenoiser.gaussian(CHANNELS, LENGTH, SCHEDULE, 0, 0.5),
                SCHEDULE,
                DdimSettings.standard(0.5),
                List.of(0.1, 0.2),
                List.of(1.0, 0.5));
        List<List<SearchReport>> reports = new ArrayList<>();
        List<float[]> latents = new ArrayList<>();
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(settings)
                .instances(instances)
                .planOptions(options)
                .build()) {
            SearchResult result = search.run(report -> {
                reports.add(report.searches());
                latents.add(allLatents(search.population(), instances.size()));
            });
            return new Trace(reports, latents, result);
        }
    }

    private static float[] allLatents(Population population, int searches) {
        int width = population.latents(0).length;
        float[] all = new float[searches * width];
        for (int b = 0; b < searches; b++) {
            System.arraycopy(population.latents(b), 0, all, b * width, width);
        }
        return all;
    }
}
