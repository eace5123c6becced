package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.EvolutionCoefficients;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Elite matrices, mixtures, shrinkage and evolution: same bits whatever the chunks, the lanes and the companions. */
public abstract class ProposalPlanConformance extends DeviceConformance {

    private static final int SEARCHES = 3;
    private static final int INDIVIDUALS = 45;
    private static final int D = 37;
    private static final int GENERATIONS = 3;
    private static final int CAPACITY = 12;

    @Test
    void shouldGiveTheSameBitsForEveryPlan() {
        Map<String, int[]> usual = generations(SEARCHES, PlanOptions.AUTO);
        for (int lanes : new int[] {1, 2}) {
            for (int chunkRows : new int[] {1, 5, 16, 64, SEARCHES * INDIVIDUALS, 0}) {
                PlanOptions options = new PlanOptions(chunkRows, lanes);
                Map<String, int[]> planned = generations(SEARCHES, options);
                usual.forEach((name, bits) -> assertThat(planned.get(name))
                        .as("%s under %s", name, options)
                        .isEqualTo(bits));
            }
        }
    }

    @Test
    void shouldNotLetSearchesInfluenceEachOther() {
        Map<String, int[]> all = generations(SEARCHES, PlanOptions.AUTO);
        Map<String, int[]> one = generations(1, PlanOptions.AUTO);
        one.forEach((name, bits) -> assertThat(bits).as(name).isEqualTo(Arrays.copyOf(all.get(name), bits.length)));
    }

    private Map<String, int[]> generations(int searches, PlanOptions options) {
        try (Scene scene = new Scene(device(), searches);
                Program program = device().compile(scene.recorder.finish(), options)) {
            for (int generation = 0; generation < GENERATIONS; generation++) {
                program.run(SEED, generation);
            }
            Map<String, int[]> bits = new LinkedHashMap<>();
            scene.buffers.forEach((name, buffer) -> bits.put(name, bits(buffer)));
            return bits;
        }
    }

    private static int[] bits(Buffer buffer) {
        if (buffer.type() == ElementType.I32) {
            return buffer.ints();
        }
        float[] floats = buffer.floats();
        int[] bits = new int[floats.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
        return bits;
    }

    /** A search with an elite matrix, beside it a mixture and an evolving population. */
    private static final class Scene implements AutoCloseable {
        final Map<String, Buffer> buffers = new LinkedHashMap<>();
        final Recorder recorder;
        private final Device device;
        private final int searches;
        private final Selection selection;

        Scene(Device device, int searches) {
            this.device = device;
            this.searches = searches;
            this.recorder = new Recorder(searches, INDIVIDUALS);
            this.selection = Selection.allocate(device, searches, INDIVIDUALS);
            Random random = new Random(SEED);
            int[] ids = new int[searches];
            int[] rules = new int[4 * searches];
            float[] table = new float[searches * GENERATIONS * EvolutionCoefficients.COLUMNS];
            for (int search = 0; search < searches; search++) {
                ids[search] = 7 + search;
                System.arraycopy(new int[] {INDIVIDUALS - search, 9, 1, 0}, 0, rules, 4 * search, 4);
                for (int step = 0; step < GENERATIONS; step++) {
                    float[] row = EvolutionCoefficients.between(0.2 + 0.2 * step, 0.4 + 0.2 * step, 1)
                            .row();
                    System.arraycopy(row, 0, table, (search * GENERATIONS + step) * row.length, row.length);
                }
            }
            Buffer searchIds = ints("ids", ids, searches);
            Buffer settings = ints("settings", rules, searches, 4);
            Rows.Stored latents = recorder.rows(floats("latents", 0, searches, INDIVIDUALS, D));
            Rows.Stored next = recorder.rows(floats("next", 0, searches, INDIVIDUALS, D));
            Proposal.EliteMatrix proposal = new Proposal.EliteMatrix(
                    floats("proposal mean", 0, searches, D),
                    floats("elites", 0, searches, CAPACITY, D),
                    ints("counts", new int[searches], searches),
                    floats("proposal jitter", 1, searches),
                    floats("divergence", 0, searches, Proposal.DIVERGENCE),
                    ints("outcome", new int[searches], searches));
            Buffer rewards = floats("rewards", 0, searches, INDIVIDUALS);
            Buffer mean = floats("mean", 0, searches, D);
            Buffer jitter = floats("jitter", 1e-4f, searches);
            Buffer covariance = floats("covariance", 0, searches, D, D);
            recorder.sampleEliteMatrix(latents, proposal, searchIds);
            recorder.sampleMixture(
                    recorder.rows(floats("mixed", 0, searches, INDIVIDUALS, D)),
                    floats("weights", 1, searches, 5),
                    given("means", normals(random, searches * 5 * D), searches, 5, D),
                    floats("deviations", 0.5f, searches, 5, D),
                    searchIds,
                    ints("components", new int[searches * INDIVIDUALS], searches, INDIVIDUALS));
            recorder.score(
                    latents,
                    1,
                    D,
                    List.of(new RewardTerm(RewardTerm.Kind.PATH_LENGTH, 0, 1)),
                    floats("parameters", -1, searches, 1),
                    rewards);
            recorder.select(rewards, settings, selection);
            recorder.moments(latents, selection, mean, floats("variance", 0, searches, D));
            recorder.covariance(latents, selection, mean, jitter, covariance);
            recorder.shrink(selection, covariance, floats("intensity", 0, searches));
            recorder.robustCholesky(
                    covariance,
                    floats("factor", 0, searches, D, D),
                    ints("valid", new int[searches], searches),
                    ints("retries", new int[searches], searches));
            recorder.updateEliteMatrix(latents, selection, mean, jitter, proposal);
            recorder.evolve(
                    latents,
                    rewards,
                    settings,
                    given("table", table, searches, GENERATIONS, EvolutionCoefficients.COLUMNS),
                    searchIds,
                    next,
                    floats("sizes", 0, searches, 2));
            recorder.rowNorms(next, settings, floats("norms", 0, searches, 2));
        }

        private Buffer ints(String name, int[] values, long... dimensions) {
            Buffer buffer = device.allocate(ElementType.I32, dimensions);
            buffer.write(0, values);
            buffers.put(name, buffer);
            return buffer;
        }

        private Buffer given(String name, float[] values, long... dimensions) {
            Buffer buffer = device.allocate(ElementType.F32, dimensions);
            buffer.write(0, values);
            buffers.put(name, buffer);
            return buffer;
        }

        private Buffer floats(String name, float value, long... dimensions) {
            float[] values = new float[(int) Shape.of(dimensions).elements()];
            Arrays.fill(values, value);
            return given(name, values, dimensions);
        }

        private static float[] normals(Random random, int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) (3 * random.nextGaussian());
            }
            return values;
        }

        @Override
        public void close() {
            buffers.values().forEach(Buffer::close);
            selection.close();
        }
    }
}
