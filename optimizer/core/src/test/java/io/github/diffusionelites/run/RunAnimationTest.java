package io.github.diffusionelites.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.Population;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.support.DeviceTestCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAnimationTest extends DeviceTestCase {

    private static final int GENERATIONS = 3;

    @TempDir
    private Path path;

    private final List<String> notices = new ArrayList<>();

    private final RunObserver observer = new RunObserver() {
        @Override
        public void generation(GenerationReport report) {}

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }
    };

    @Test
    void shouldDrawALargePopulationByItsFirstPaths() {
        try (RunDirectory directory = RunDirectory.create(path.resolve("run"), false);
                RunAnimation animation = animation(directory);
                DiffusionElites search = search(5000)) {
            animation.cutBack(0);
            animation.add(search.step(), search.population());

            assertThat(animation.encode()).isPresent();
            assertThat(notices).isEmpty();
            // 2,000 of the population and 500 elites, 8 numbers each, and little else.
            assertThat(path.resolve("run").resolve(RunDirectory.FRAMES))
                    .satisfies(file -> assertThat(Files.size(file)).isBetween(80_000L, 90_000L));
        }
    }

    @Test
    void shouldEndOnlyThePicturesWhereAPopulationCannotBeRead() {
        try (RunDirectory directory = RunDirectory.create(path.resolve("run"), false);
                RunAnimation animation = animation(directory);
                DiffusionElites search = search(50)) {
            animation.cutBack(0);
            animation.add(search.step(), search.population());
            GenerationReport second = search.step();
            Population gone = search.population();
            GenerationReport third = search.step();

            animation.add(second, gone);
            animation.add(third, search.population());
            animation.end();

            assertThat(notices).singleElement().asString().contains("animation", "is gone", "the run goes on");
            assertThat(animation.encode()).as("what was drawn before").isPresent();
        }
    }

    @Test
    void shouldSayWhichFramesAreMissing() throws Exception {
        try (RunDirectory directory = RunDirectory.create(path.resolve("run"), false)) {
            try (RunAnimation animation = animation(directory);
                    DiffusionElites search = search(50)) {
                animation.cutBack(0);
                for (int g = 0; g < GENERATIONS; g++) {
                    animation.add(search.step(), search.population());
                }
                animation.force();
            }
            Path frames = directory.file(RunDirectory.FRAMES);
            byte[] whole = Files.readAllBytes(frames);
            try (RunAnimation complete = animation(directory)) {
                complete.cutBack(GENERATIONS);
            }
            assertThat(notices).isEmpty();

            Files.write(frames, Arrays.copyOf(whole, whole.length - 1));
            try (RunAnimation torn = animation(directory)) {
                torn.cutBack(GENERATIONS);
                assertThat(torn.encode()).isPresent();
            }
            assertThat(notices).singleElement().asString().contains("1 of the 3 frames", "missing");

            Files.delete(frames);
            notices.clear();
            try (RunAnimation none = animation(directory)) {
                none.cutBack(GENERATIONS);
                assertThat(none.encode()).isEmpty();
            }
            assertThat(notices).singleElement().asString().contains("3 of the 3 frames", "missing");
        }
    }

    private RunAnimation animation(RunDirectory directory) {
        return new RunAnimation(directory, observer, Scene.EMPTY, GENERATIONS, 4, false, 1);
    }

    private static DiffusionElites search(int population) {
        return DiffusionElites.on(device)
                .decoder(new IdentityDecoder(2, 4))
                .reward(Reward.of(Term.pathLength(1)))
                .settings(SearchSettings.builder()
                        .population(population)
                        .fidelity(FidelitySchedule.constant(1, GENERATIONS))
                        .build())
                .build();
    }
}
