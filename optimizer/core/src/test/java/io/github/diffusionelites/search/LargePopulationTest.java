package io.github.diffusionelites.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.model.IdentityDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.support.DeviceUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten million individuals in 16 dimensions, in a process of its own whose memory is measured at its end. */
class LargePopulationTest {

    private static final int INDIVIDUALS = 10_000_000;
    private static final int DIMENSION = 16;
    private static final long POPULATION_BYTES = 4L * INDIVIDUALS * DIMENSION;
    private static final long LIMIT = POPULATION_BYTES * 16 / 10 + (1L << 30);

    @Test
    void shouldTakeLittleMoreMemoryThanThePopulation() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx320m",
                "-Delites.native.path=" + System.getProperty("elites.native.path"),
                "-cp",
                System.getProperty("java.class.path"),
                LargePopulationTest.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        long peak = 1024 * Long.parseLong(printed.lines().toList().getLast());
        // A figure to publish: see benchmarks/results/contracts.md.
        System.out.printf("Peak resident set: %d bytes of %d allowed%n", peak, LIMIT);
        assertThat(peak)
                .as("Peak memory for a population of %d bytes", POPULATION_BYTES)
                .isBetween(POPULATION_BYTES, LIMIT);
    }

    /** Runs the search; prints the best reward and the largest resident memory in KiB. */
    public static void main(String[] arguments) throws Exception {
        double[] goal = new double[DIMENSION];
        Arrays.fill(goal, 0.5);
        Reward reward = Reward.of(Term.quadratic(-1, goal));
        SearchSettings settings = SearchSettings.builder()
                .population(INDIVIDUALS)
                .proposal(new ProposalSettings.Diagonal(1e-6, 0.01))
                .fidelity(FidelitySchedule.constant(1, 2))
                .seed(1)
                .build();
        try (Device device = DeviceUnderTest.open();
                DiffusionElites search = DiffusionElites.on(device)
                        .decoder(new IdentityDecoder(DIMENSION, 1))
                        .reward(reward)
                        .settings(settings)
                        .build()) {
            SearchResult result = search.run(report -> {});
            System.out.println(result.outcomes().getFirst().best().reward());
        }
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        System.out.println(peak.replaceAll("\\D", ""));
    }
}
