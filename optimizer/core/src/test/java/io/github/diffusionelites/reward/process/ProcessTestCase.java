package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.diffusionelites.support.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of processes in Python that behave as an argument says. */
abstract class ProcessTestCase {

    @TempDir
    Path directory;

    private final List<ProcessReward> open = new ArrayList<>();

    @BeforeEach
    void writeChild() throws IOException {
        assumeTrue(Programs.there("python3"), "there is no python3");
        try (InputStream script = ProcessTestCase.class.getResourceAsStream("child.py")) {
            assertThat(script).isNotNull();
            Files.write(directory.resolve("child.py"), script.readAllBytes());
        }
    }

    @AfterEach
    void closeAll() {
        open.forEach(ProcessReward::close);
    }

    /** The file that processes mark. */
    Path marker() {
        return directory.resolve("marker");
    }

    ProcessSettings settings(String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "-I", "-S", "child.py"));
        command.addAll(List.of(arguments));
        command.add(5, marker().toString());
        return new ProcessSettings(command, directory, WireFormat.FRAMES)
                .withLimits(Duration.ofSeconds(30), Duration.ofSeconds(2));
    }

    ProcessReward reward(String... arguments) {
        return reward(settings(arguments));
    }

    ProcessReward reward(ProcessSettings settings) {
        ProcessReward reward = new ProcessReward(settings, 1);
        reward.logTo(directory.resolve("reward.log"));
        open.add(reward);
        return reward;
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("reward.log"));
    }
}
