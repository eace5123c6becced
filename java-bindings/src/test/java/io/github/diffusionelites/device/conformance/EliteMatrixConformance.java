package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.RefitOutcome;
import io.github.diffusionelites.device.Selection.Status;
import io.github.diffusionelites.reference.NoisePlace;
import io.github.diffusionelites.reference.PortableNormal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proposals that are the elites themselves: latents from them, and their refits. */
public abstract class EliteMatrixConformance extends DeviceConformance {

    private static final int SEARCHES = 10;
    private static final int INDIVIDUALS = 40;
    private static final Status[] STATUSES = {
        Status.SELECTED,
        Status.ALL_NAN,
        Status.ALL_EQUAL,
        Status.INACTIVE,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED,
        Status.SELECTED
    };
    /** Divergences are computed in double and rounded to float32; they are sums of d terms. */
    private static final double TOLERANCE = 1e-5;

    private record Matrix(
            TwinBuffer mean,
            TwinBuffer elites,
            TwinBuffer counts,
            TwinBuffer jitter,
            TwinBuffer divergence,
            TwinBuffer outcome) {
        Proposal.EliteMatrix of(Side on) {
            return new Proposal.EliteMatrix(
                    on.of(mean), on.of(elites), on.of(counts), on.of(jitter), on.of(divergence), on.of(outcome));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "1,2,2,1",
        "2,3,3,2",
        "3,7,4,7",
        "1,9,5,8",
        "5,9,7,9",
        "2,31,8,31",
        "2,32,33,5",
        "3,33,31,64",
        "1,7,600,3",
        "2,17,1023,33",
        "2,3,4,1023"
    })
    void shouldMixTheElites(int searches, int individuals, int d, int capacity) {
        twin(searches, individuals, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            int[] counts = IntStream.range(0, searches)
                    .map(search -> search == 0 ? capacity : random().nextInt(capacity + 1))
                    .toArray();
            Matrix matrix = matrix(twin, d, capacity, counts);
            matrix.mean.fillNormal(random(), 0, 2);
            long seed = random().nextLong();
            twin.run(
                    seed,
                    11,
                    on -> on.recorder().sampleEliteMatrix(on.rows(latents), matrix.of(on), on.of(twin.searchIds())));
            latents.assertClose(d, TOLERANCE);
        });
    }

    @Test
    void shouldDrawThePriorFromAProposalWithoutElites() {
        int d = 33;
        twin(1, 5, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            TwinBuffer ids = twin.ints("ids", 1).fill(new int[] {77});
            Matrix matrix = matrix(twin, d, 3, 0);
            matrix.mean.fillWith(0);
            matrix.jitter.fillWith(1);
            twin.run(9, 4, on -> on.recorder().sampleEliteMatrix(on.rows(latents), matrix.of(on), on.of(ids)));
            float[] drawn = latents.tested().floats();
            for (int i = 0; i < 5; i++) {
                float[] normals = PortableNormal.row(new NoisePlace(9, i, 4, 0, 77, NoisePlace.LATENTS), d);
                for (int e = 0; e < d; e++) {
                    assertThat(drawn[i * d + e]).isEqualTo(normals[e] + 0f);
                }
            }
            latents.assertClose(d, TOLERANCE);
        });
    }

    @Test
    void shouldWeighElitesWithTheirOwnStream() {
        // One elite (1, 0, 0, ...) and hardly any jitter: the first coordinate is g, the first normal of stream 2.
        int d = 4;
        twin(1, 9, twin -> {
            TwinBuffer latents = twin.rows("latents", d);
            Matrix matrix = matrix(twin, d, 1, 1);
            matrix.mean.fillWith(0);
            matrix.jitter.fillWith(0);
            matrix.elites.fill(1f, 0f, 0f, 0f);
            TwinBuffer ids = twin.ints("ids", 1).fill(new int[] {5});
            twin.run(3, 2, on -> on.recorder().sampleEliteMatrix(on.rows(latents), matrix.of(on), on.of(ids)));
            for (int i = 0; i < 9; i++) {
                float g = PortableNormal.row(new NoisePlace(3, i, 2, 0, 5, NoisePlace.ELITES), 1)[0];
                assertThat(latents.tested().floats()[i * d]).isEqualTo(g);
            }
            latents.assertClose(d, TOLERANCE);
        });
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,40,1", "3,2,0.1", "8,8,1e-2", "9,5,1e-4", "31,40,1", "33,31,1e-2", "40,40,1", "96,7,1e-6"})
    void shouldTakeOverTheElites(int d, int capacity, float smallest) {
        float[] means = normals(SEARCHES * d, 1);
        means[5 * d + d - 1] = Float.NaN;
        float[] latents = normals(SEARCHES * INDIVIDUALS * d, 1);
        latents[6 * INDIVIDUALS * d] = Float.POSITIVE_INFINITY;
        float[] jitters = new float[SEARCHES];
        for (int search = 0; search < SEARCHES; search++) {
            jitters[search] = (float) random().nextDouble(smallest, 2 * smallest);
        }
        jitters[7] = 0;
        jitters[8] = Float.NaN;
        twin(SEARCHES, INDIVIDUALS, twin -> {
            TwinBuffer rows = twin.rows("rows", d).fill(latents);
            TwinSelection selection = selections(twin);
            TwinBuffer mean = twin.floats("mean", SEARCHES, d).fill(means);
            TwinBuffer jitter = twin.floats("jitter", SEARCHES).fill(jitters);
            int[] counts = IntStream.range(0, SEARCHES)
                    .map(search -> random().nextInt(capacity + 1))
                    .toArray();
            Matrix matrix = matrix(twin, d, capacity, counts);
            matrix.mean.fillNormal(random(), 0, 1);
            twin.run(
                    1,
                    1,
                    on -> on.recorder()
                            .updateEliteMatrix(
                                    on.rows(rows), on.of(selection), on.of(mean), on.of(jitter), matrix.of(on)));
            int kept = RefitOutcome.KEPT_NOT_FINITE.ordinal();
            assertThat(matrix.outcome.tested().ints())
                    .containsExactly(0, 1, 2, 1, 0, kept, kept, kept, kept, RefitOutcome.REFITTED.ordinal());
            assertThat(matrix.counts.tested().ints()[0]).isEqualTo(Math.min(capacity, 20));
            assertThat(matrix.counts.tested().ints()[4]).isOne();
            assertThat(matrix.counts.tested().ints()[9]).isEqualTo(capacity);
            assertThat(matrix.counts.tested().ints()[5]).isEqualTo(counts[5]);
            matrix.divergence.assertClose(1, TOLERANCE, TOLERANCE * d);
        });
    }

    @Test
    void shouldNotMoveWhenTheSameElitesAreTakenAgain() {
        int d = 7;
        twin(1, INDIVIDUALS, twin -> {
            TwinBuffer rows = twin.rows("rows", d).fillNormal(random(), 0, 1);
            TwinSelection selection = twin.selection().put(0, Status.SELECTED, 3, 3, 8, 9, 30);
            TwinBuffer mean = twin.floats("mean", 1, d).fillNormal(random(), 0, 1);
            TwinBuffer jitter = twin.floats("jitter", 1).fillWith(0.25f);
            Matrix matrix = matrix(twin, d, 4, 0);
            matrix.mean.fillWith(0);
            try (TwinProgram program = twin.compile(on -> on.recorder()
                    .updateEliteMatrix(on.rows(rows), on.of(selection), on.of(mean), on.of(jitter), matrix.of(on)))) {
                program.run(1, 1);
                assertThat(matrix.divergence.tested().floats()[Proposal.KL_STEP])
                        .isPositive();
                program.run(1, 2);
                assertThat(Math.abs(matrix.divergence.tested().floats()[Proposal.KL_STEP]))
                        .isLessThan(1e-9f);
            }
            matrix.divergence.assertClose(3, TOLERANCE);
        });
    }

    /** Search 0 has every second individual as an elite, search 4 one, the last all; others in the list have two. */
    private static TwinSelection selections(Twin twin) {
        TwinSelection selection = twin.selection();
        for (int search = 0; search < SEARCHES; search++) {
            int[] elites = switch (search) {
                case 0 ->
                    IntStream.range(0, INDIVIDUALS).filter(i -> i % 2 == 1).toArray();
                case 4 -> new int[] {17};
                case 9 -> IntStream.range(0, INDIVIDUALS).toArray();
                default -> new int[] {0, 1};
            };
            boolean listed = STATUSES[search] == Status.SELECTED || STATUSES[search] == Status.ALL_EQUAL;
            selection.put(search, STATUSES[search], listed ? 1 : -1, listed ? elites : new int[0]);
        }
        return selection;
    }

    /** A proposal whose elites beyond the counts are poison. */
    private Matrix matrix(Twin twin, int d, int capacity, int... counts) {
        int searches = counts.length;
        float[] elites = new float[searches * capacity * d];
        Arrays.fill(elites, TwinBuffer.POISON);
        for (int search = 0; search < searches; search++) {
            float[] own = normals(counts[search] * d, 1);
            System.arraycopy(own, 0, elites, search * capacity * d, own.length);
        }
        return new Matrix(
                twin.floats("proposal mean", searches, d),
                twin.floats("proposal elites", searches, capacity, d).fill(elites),
                twin.ints("counts", searches).fill(counts),
                twin.floats("proposal jitter", searches).fillUniform(random(), 0.1, 2),
                twin.floats("divergence", searches, Proposal.DIVERGENCE),
                twin.ints("outcome", searches));
    }
}
