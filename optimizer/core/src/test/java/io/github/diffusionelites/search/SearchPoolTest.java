package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionDecoder;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.sampler.DdimSettings;
import io.github.diffusionelites.sampler.NoiseSchedule;
import io.github.diffusionelites.support.Bits;
import io.github.diffusionelites.support.DeviceTestCase;
import io.github.diffusionelites.support.LinearDenoiser;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that come and go give what they give alone, and end when their rules say so. */
class SearchPoolTest extends DeviceTestCase {

    private static final int CHANNELS = 2;
    private static final int LENGTH = 4;
    private static final int POPULATION = 24;
    private static final int MOST_ELITES = 6;
    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);
    private static final Reward.BuiltIn GOAL = Reward.of(Term.goalDistance(1, 0.5, -0.25));
    private static final FidelitySchedule FIDELITY =
            FidelitySchedule.of(new Stage(3, 2), new Stage(5, 2), new Stage(9, 2));

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 4", "false, 7", "false, 40"})
    void shouldGiveEachSearchTheBitsThatItGivesAlone(boolean full, int places) {
        SearchSettings settings = settings(full);
        List<SearchTask> tasks = tasks(settings, 23, new Random(places));
        Map<Integer, FinishedSearch> finished;
        try (SearchPool pool = pool(settings, GOAL, places)) {
            finished = run(pool, new ArrayDeque<>(tasks));
        }

        assertThat(finished).hasSize(tasks.size());
        for (SearchTask task : tasks.subList(0, 12)) {
            requireSame(finished.get(task.id()), alone(settings, task, finished.get(task.id())));
        }
        Set<StopReason> reasons =
                finished.values().stream().map(FinishedSearch::reason).collect(Collectors.toSet());
        assertThat(reasons).hasSizeGreaterThan(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGoOnFromCheckpointsInAPoolOfAnotherSize(long seed) {
        Random random = new Random(seed);
        SearchSettings settings = settings(random.nextBoolean());
        List<SearchTask> tasks = tasks(settings, 15, random);
        Map<Integer, FinishedSearch> whole;
        try (SearchPool pool = pool(settings, GOAL, 5)) {
            whole = run(pool, new ArrayDeque<>(tasks));
        }

        Map<Integer, FinishedSearch> inParts = new HashMap<>();
        Map<Integer, TaskCheckpoint> states = new HashMap<>();
        while (inParts.size() < tasks.size()) {
            try (SearchPool pool = pool(settings, GOAL, 1 + random.nextInt(6))) {
                Deque<SearchTask> waiting = new ArrayDeque<>();
                for (SearchTask task : tasks) {
                    TaskCheckpoint state = states.get(task.id());
                    if (state != null) {
                        pool.add(task, state);
                    } else if (!inParts.containsKey(task.id())) {
                        waiting.add(task);
                    }
                }
                for (int step = random.nextInt(9); step >= 0 && (pool.searches() > 0 || !waiting.isEmpty()); step--) {
                    fill(pool, waiting);
                    pool.step()
                            .finished()
                            .forEach(search -> inParts.put(search.task().id(), search));
                }
                states.clear();
                pool.checkpoint().forEach(state -> states.put(state.id(), state));
            }
        }

        for (SearchTask task : tasks) {
            requireSame(inParts.get(task.id()), whole.get(task.id()));
        }
    }

    /** A group of populations has programs for more individuals than some of its searches have. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotDependOnTheIndividualsThatAProgramHas(boolean full) {
        SearchSettings settings = settings(full);
        SearchSettings larger = new SearchSettings(
                3 * POPULATION,
                settings.elites(),
                settings.rule(),
                settings.sense(),
                settings.proposal(),
                settings.fidelity(),
                settings.seed(),
                settings.finalists());
        List<SearchTask> tasks = tasks(settings, 6, new Random(5));
        Map<Integer, FinishedSearch> one;
        Map<Integer, FinishedSearch> other;
        try (SearchPool pool = pool(settings, GOAL, 3)) {
            one = run(pool, new ArrayDeque<>(tasks));
        }
        try (SearchPool pool = pool(larger, GOAL, 2)) {
            other = run(pool, new ArrayDeque<>(tasks));
        }

        tasks.forEach(task -> requireSame(one.get(task.id()), other.get(task.id())));
    }

    @Test
    void shouldKeepAStepThatWasCancelledOut() {
        SearchSettings settings = settings(true);
        List<SearchTask> tasks = tasks(settings, 4, new Random(8));
        try (SearchPool pool = pool(settings, GOAL, 4)) {
            tasks.forEach(pool::add);
            pool.step();
            List<TaskCheckpoint> before = pool.checkpoint();
            pool.cancel();

            assertThatThrownBy(pool::step).isInstanceOf(CancellationException.class);
            assertThat(pool.checkpoint())
                    .usingRecursiveComparison(Bits.EXACT)
                    .ignoringFields("nanoseconds")
                    .isEqualTo(before);
        }
    }

    @Test
    void shouldTellAHostRewardTheIdsAndShowItNoEmptyPlace() {
        SearchSettings settings = settings(false);
        Set<Integer> seen = new HashSet<>();
        int[] samples = {0};
        HostReward reward = batch -> {
            float[] sample = new float[batch.width()];
            for (int i = 0; i < batch.size(); i++) {
                batch.sample(i, sample);
                seen.add(batch.search(i));
                samples[0]++;
                batch.reward(i, Math.abs(sample[0] - batch.search(i)));
            }
        };
        Reward.Host host = Reward.host(reward);
        SearchInstance any = SearchInstance.of(0, settings, host);
        List<SearchTask> tasks = IntStream.of(900, 17, 65)
                .mapToObj(id -> new SearchTask(any.withId(id).withActive(20, 4), id, StoppingRules.NONE))
                .toList();
        Map<Integer, FinishedSearch> finished;
        try (SearchPool pool = pool(settings, host, 5)) {
            finished = run(pool, new ArrayDeque<>(tasks));
        }

        assertThat(seen).containsExactlyInAnyOrder(900, 17, 65);
        long entrants = finished.values().stream()
                .mapToLong(search -> search.outcome().finalists().size())
                .sum();
        assertThat(samples[0]).isEqualTo((int) (3 * FIDELITY.generations() * 20 + entrants));
        assertThat(finished.get(900).outcome().best().reward()).isGreaterThan(800);
        assertThat(finished.get(17).nans()).isZero();
    }

    @Test
    void shouldEndAtTheTargetAtFinalFidelityOnly() {
        // Everything is good enough from the first generation on, but only the last stage counts.
        FinishedSearch search = one(StoppingRules.NONE.withTarget(1e6));

        assertThat(search.reason()).isEqualTo(StopReason.TARGET);
        assertThat(search.generations()).isEqualTo(5);
        assertThat(search.reached()).isTrue();
    }

    @Test
    void shouldSayThatATargetWasNotReached() {
        FinishedSearch search = one(StoppingRules.NONE.withTarget(-1));

        assertThat(search.reason()).isEqualTo(StopReason.GENERATIONS);
        assertThat(search.generations()).isEqualTo(6);
        assertThat(search.reached()).isFalse();
    }

    @Test
    void shouldEndBeforeABudgetIsOverdrawn() {
        // 24 individuals, two generations of 3 steps, then of 5: 72, 144, 264, 384.
        assertThat(one(StoppingRules.NONE.withBudget(263, 0)).generations()).isEqualTo(2);
        assertThat(one(StoppingRules.NONE.withBudget(264, 0)).generations()).isEqualTo(3);
        FinishedSearch search = one(StoppingRules.NONE.withBudget(1, 0));
        assertThat(search.generations()).isEqualTo(1);
        assertThat(search.reason()).isEqualTo(StopReason.EVALUATIONS);
        assertThat(search.evaluations())
                .isEqualTo(72 + 9L * search.outcome().finalists().size());
        assertThat(one(StoppingRules.NONE.withBudget(0, 4)))
                .extracting(FinishedSearch::generations, FinishedSearch::reason)
                .containsExactly(4, StopReason.GENERATIONS);
    }

    @Test
    void shouldEndWhenTimeIsUpOrTheProposalCollapsed() {
        assertThat(one(StoppingRules.NONE.withTime(Duration.ofNanos(1))))
                .extracting(FinishedSearch::generations, FinishedSearch::reason)
                .containsExactly(1, StopReason.TIME);
        assertThat(one(StoppingRules.NONE.withCollapse(100)))
                .extracting(FinishedSearch::generations, FinishedSearch::reason)
                .containsExactly(1, StopReason.COLLAPSE);
        assertThat(one(StoppingRules.NONE.withCollapse(1e-9)).reason()).isEqualTo(StopReason.GENERATIONS);
    }

    @Test
    void shouldEndWhenNothingGetsBetterAtTheSameFidelity() {
        // No improvement counts: the second generation of a stage is the first one that stagnates.
        assertThat(one(StoppingRules.NONE.withStagnation(1, 1e6)))
                .extracting(FinishedSearch::generations, FinishedSearch::reason)
                .containsExactly(2, StopReason.STAGNATION);
        assertThat(one(StoppingRules.NONE.withStagnation(2, 1e6)).reason()).isEqualTo(StopReason.GENERATIONS);
    }

    @Test
    void shouldRunOneProgramWhereADecoderTakesNoSteps() {
        SearchSettings settings = settings(true);
        SearchInstance any = SearchInstance.of(3, settings, GOAL);
        try (SearchPool pool = SearchPool.on(device)
                .decoder(new IdentityDecoder(CHANNELS, LENGTH))
                .reward(GOAL)
                .settings(settings)
                .places(2)
                .build()) {
            assertThat(pool.plans()).hasSize(2);
            Map<Integer, FinishedSearch> finished =
                    run(pool, new ArrayDeque<>(List.of(new SearchTask(any, 5, StoppingRules.NONE.withTarget(1e6)))));
            assertThat(finished.get(3).generations()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(SelectionRule.class)
    void shouldRefuseWhatItWasNotMadeFor(SelectionRule rule) {
        SearchSettings settings = settings(true);
        SearchInstance any = SearchInstance.of(7, settings, GOAL).withActive(20, 4);
        try (SearchPool pool = pool(settings, GOAL, 2)) {
            assertThatThrownBy(() -> pool.add(new SearchTask(any.withActive(POPULATION + 1, 4), 1, StoppingRules.NONE)))
                    .hasMessage("Search 7 has 25 active individuals, but the populations of the pool have 24.");
            SearchInstance many = rule == SelectionRule.EXACT
                    ? any.withActive(20, MOST_ELITES + 1)
                    : any.withRule(rule).withActive(20, 4);
            assertThatThrownBy(() -> pool.add(new SearchTask(many, 1, StoppingRules.NONE)))
                    .hasMessage("Search 7 may have " + (rule == SelectionRule.EXACT ? 7 : 20)
                            + " elites, but the pool was made for 6; make it with a widest search that has more.");
            assertThatThrownBy(() -> pool.add(new SearchTask(any.withRewardParameters(1, 2), 1, StoppingRules.NONE)))
                    .hasMessage("Search 7 has 2 reward parameters, but the reward takes 3.");
            assertThatThrownBy(pool::step).hasMessage("The pool has no search to run; add one before.");
            assertThat(pool.searches()).isZero();
        }
    }

    @Test
    void shouldRefuseTheCheckpointOfAnotherSearch() {
        SearchSettings settings = settings(true);
        SearchTask task = new SearchTask(SearchInstance.of(7, settings, GOAL).withElites(4), 1, StoppingRules.NONE);
        try (SearchPool pool = pool(settings, GOAL, 2)) {
            pool.add(task);
            pool.step();
            TaskCheckpoint state = pool.checkpoint().getFirst();
            SearchTask other = new SearchTask(task.instance().withId(8), 1, StoppingRules.NONE);

            assertThatThrownBy(() -> pool.add(other, state))
                    .hasMessage("The checkpoint has the id 7, but the search has 8; resume it with the settings that it"
                            + " was taken with.");
        }
    }

    private static FinishedSearch one(StoppingRules rules) {
        SearchSettings settings = settings(true);
        SearchInstance instance = SearchInstance.of(7, settings, GOAL);
        try (SearchPool pool = pool(settings, GOAL, 2)) {
            return run(pool, new ArrayDeque<>(List.of(new SearchTask(instance, 11, rules))))
                    .get(7);
        }
    }

    /** Tasks of all kinds: sizes, senses, rules of selection, rewards, seeds, and reasons to end early. */
    private static List<SearchTask> tasks(SearchSettings settings, int count, Random random) {
        List<SearchTask> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int active = 8 + random.nextInt(POPULATION - 7);
            SearchInstance instance = SearchInstance.of(1000 - 7 * i, settings, GOAL)
                    .withActive(active, 2 + random.nextInt(MOST_ELITES - 1))
                    .withSense(random.nextInt(4) == 0 ? Sense.MAXIMIZE : Sense.MINIMIZE)
                    .withJitter(0.001 * (1 + random.nextInt(9)))
                    .withReward(Reward.of(Term.goalDistance(1, random.nextGaussian(), random.nextGaussian())));
            StoppingRules rules = switch (random.nextInt(5)) {
                case 0 -> StoppingRules.NONE.withTarget(0.2 + random.nextDouble());
                case 1 -> StoppingRules.NONE.withBudget(active * (long) random.nextInt(40), 0);
                case 2 -> StoppingRules.NONE.withBudget(0, 1 + random.nextInt(6));
                case 3 -> StoppingRules.NONE.withStagnation(1, 0.1);
                default -> StoppingRules.NONE;
            };
            tasks.add(new SearchTask(instance, random.nextLong(), rules));
        }
        return tasks;
    }

    private static FinishedSearch alone(SearchSettings common, SearchTask task, FinishedSearch like) {
        SearchSettings settings = new SearchSettings(
                common.population(),
                common.elites(),
                common.rule(),
                common.sense(),
                common.proposal(),
                common.fidelity(),
                task.seed(),
                common.finalists());
        float[] best = new float[like.generations()];
        float[] eliteMean = new float[like.generations()];
        long nans = 0;
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(decoder())
                .reward(GOAL)
                .settings(settings)
                .instances(List.of(task.instance()))
                .build()) {
            for (int g = 0; g < like.generations(); g++) {
                SearchReport report = search.step().searches().getFirst();
                best[g] = (float) report.best();
                eliteMean[g] = (float) report.eliteMean();
                nans += report.nans();
            }
            SearchResult result = search.result();
            return new FinishedSearch(
                    task,
                    result.outcomes().getFirst(),
                    like.reason(),
                    like.generations(),
                    result.evaluations(),
                    nans,
                    0,
                    best,
                    eliteMean);
        }
    }

    private static void requireSame(FinishedSearch one, FinishedSearch other) {
        assertThat(one)
                .usingRecursiveComparison(Bits.EXACT)
                .ignoringFields("nanoseconds")
                .isEqualTo(other);
        assertThat(one.outcome().finalists()).isNotEmpty();
    }

    private static Map<Integer, FinishedSearch> run(SearchPool pool, Deque<SearchTask> waiting) {
        Map<Integer, FinishedSearch> finished = new HashMap<>();
        while (pool.searches() > 0 || !waiting.isEmpty()) {
            fill(pool, waiting);
            pool.step().finished().forEach(search -> finished.put(search.task().id(), search));
        }
        return finished;
    }

    private static void fill(SearchPool pool, Deque<SearchTask> waiting) {
        for (int room = pool.room(); room > 0 && !waiting.isEmpty(); room--) {
            pool.add(waiting.remove());
        }
    }

    private static SearchPool pool(SearchSettings settings, Reward reward, int places) {
        return SearchPool.on(device)
                .decoder(decoder())
                .reward(reward)
                .settings(settings)
                .places(places)
                .build();
    }

    private static Decoder decoder() {
        return new DiffusionDecoder(
                LinearDenoiser.gaussian(CHANNELS, LENGTH, SCHEDULE, 0, 0.5),
                SCHEDULE,
                DdimSettings.standard(0.5),
                List.of(0.1, 0.2),
                List.of(1.0, 0.5));
    }

    private static SearchSettings settings(boolean full) {
        return SearchSettings.builder()
                .population(POPULATION)
                .elites(MOST_ELITES)
                .sense(Sense.MINIMIZE)
                .finalists(3)
                .proposal(full ? new ProposalSettings.Full(1e-2) : new ProposalSettings.Diagonal())
                .fidelity(FIDELITY)
                .build();
    }
}
