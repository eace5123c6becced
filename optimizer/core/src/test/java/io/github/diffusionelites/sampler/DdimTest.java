package io.github.diffusionelites.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.diffusionelites.device.SamplerCoefficients;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DdimTest {

    private static final NoiseSchedule SCHEDULE = NoiseSchedule.cosine(1000);

    @Test
    void shouldReachTheSameStateWhateverTheNetworkPredicts() {
        long seed = 20250701;
        RandomGenerator random = new SplittableRandom(seed);
        for (double clip : new double[] {DdimSettings.NO_CLIP, 1.5}) {
            for (boolean reDerive : new boolean[] {false, true}) {
                DdimSettings settings = new DdimSettings(0.3, Spacing.LINSPACE, clip, reDerive, true);
                List<Ddim.Step> v =
                        Ddim.of(SCHEDULE, settings, Prediction.V, 20).steps();
                List<Ddim.Step> epsilon =
                        Ddim.of(SCHEDULE, settings, Prediction.EPSILON, 20).steps();
                List<Ddim.Step> sample =
                        Ddim.of(SCHEDULE, settings, Prediction.SAMPLE, 20).steps();
                // The first step divides by nearly no signal, where float32 coefficients lose the equality.
                for (int i = 1; i < 20; i++) {
                    double a = SCHEDULE.alphaBar(v.get(i).timestep());
                    double x0 = random.nextGaussian();
                    double eps = random.nextGaussian();
                    double x = Math.sqrt(a) * x0 + Math.sqrt(1 - a) * eps;
                    double noise = random.nextGaussian();
                    double byV = next(v.get(i), x, Math.sqrt(a) * eps - Math.sqrt(1 - a) * x0, noise);
                    assertThat(next(epsilon.get(i), x, eps, noise))
                            .as("step %d, seed %d", i, seed)
                            .isCloseTo(byV, within(2e-5));
                    assertThat(next(sample.get(i), x, x0, noise))
                            .as("step %d, seed %d", i, seed)
                            .isCloseTo(byV, within(2e-5));
                }
            }
        }
    }

    @Test
    void shouldReDeriveTheNoiseFromTheClippedSample() {
        DdimSettings settings = new DdimSettings(0, Spacing.LINSPACE, 1, true, true);
        Ddim.Step step =
                Ddim.of(SCHEDULE, settings, Prediction.SAMPLE, 10).steps().get(4);
        double a = SCHEDULE.alphaBar(step.timestep());
        double reached = SCHEDULE.alphaBar(step.timestep() - 100);
        double x = 0.7;
        double eps = (x - Math.sqrt(a)) / Math.sqrt(1 - a);
        assertThat(next(step, x, 5, 0)).isCloseTo(Math.sqrt(reached) + Math.sqrt(1 - reached) * eps, within(1e-6));
    }

    @Test
    void shouldEndAtTheCleanSampleOrAtTheNoiseOfTheFirstTimestep() {
        DdimSettings clean = new DdimSettings(1, Spacing.LEADING, DdimSettings.NO_CLIP, false, true);
        SamplerCoefficients last =
                Ddim.of(SCHEDULE, clean, Prediction.V, 10).steps().getLast().coefficients();
        assertThat(last.nextX0()).isEqualTo(1);
        assertThat(last.nextEps()).isZero();
        assertThat(last.nextNoise()).isZero();
        DdimSettings noisy = new DdimSettings(0, Spacing.LINSPACE, DdimSettings.NO_CLIP, false, false);
        SamplerCoefficients other =
                Ddim.of(SCHEDULE, noisy, Prediction.V, 10).steps().getLast().coefficients();
        assertThat((double) other.nextX0()).isCloseTo(Math.sqrt(SCHEDULE.alphaBar(0)), within(1e-7));
    }

    @Test
    void shouldNumberNoiseByTheTimestepThatIsLeft() {
        List<Ddim.Step> few =
                Ddim.of(SCHEDULE, DdimSettings.standard(1), Prediction.V, 10).steps();
        List<Ddim.Step> many =
                Ddim.of(SCHEDULE, DdimSettings.standard(1), Prediction.V, 50).steps();
        assertThat(few)
                .allSatisfy(step -> assertThat(step.coefficients().step()).isEqualTo(step.timestep()));
        assertThat(many.stream().map(Ddim.Step::timestep))
                .containsAll(few.stream().map(Ddim.Step::timestep).toList());
    }

    @Test
    void shouldKeepTheVarianceOfTheStateAtEveryEta() {
        for (double eta : new double[] {0, 0.5, 1}) {
            for (Ddim.Step step : Ddim.of(SCHEDULE, DdimSettings.standard(eta), Prediction.EPSILON, 25)
                    .steps()) {
                SamplerCoefficients c = step.coefficients();
                double variance = c.nextX0() * (double) c.nextX0()
                        + c.nextEps() * (double) c.nextEps()
                        + c.nextNoise() * (double) c.nextNoise();
                assertThat(variance).isCloseTo(1, within(1e-6));
            }
        }
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> DdimSettings.standard(1.1)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> DdimSettings.standard(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new DdimSettings(0, Spacing.LEADING, 0, false, true))
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> Ddim.of(SCHEDULE, DdimSettings.standard(0), Prediction.V, 1001))
                .hasMessageContaining("1 to 1000")
                .hasMessageContaining("1001");
    }

    private static double next(Ddim.Step step, double x, double output, double noise) {
        SamplerCoefficients c = step.coefficients();
        double x0 = Math.clamp(c.x0State() * x + c.x0Output() * output, -c.clip(), c.clip());
        double eps = c.epsState() * x + c.epsOutput() * output + c.epsX0() * x0;
        return c.nextX0() * x0 + c.nextEps() * eps + c.nextNoise() * noise;
    }
}
