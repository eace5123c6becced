package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardLogTest {

    @TempDir
    private Path directory;

    @Test
    void shouldAppendAndKeepTheNewestLines() throws IOException {
        Path file = Files.writeString(directory.resolve("reward.log"), "former\n");
        try (RewardLog log = new RewardLog(100)) {
            log.line("lost, as there is no file yet");
            log.open(file);
            for (int i = 0; i < 100; i++) {
                log.line("line " + i);
            }
        }
        assertThat(Files.readString(file)).endsWith("line 98\nline 99\n").doesNotContain("former", "lost");
        assertThat(Files.size(file)).isLessThanOrEqualTo(100);
        String former = Files.readString(directory.resolve("reward.log.1"));
        assertThat(former).hasSizeBetween(80, 100);
        assertThat(former + Files.readString(file)).contains("line 87\nline 88\nline 89\n");
    }

    @Test
    void shouldEndWithoutHarmWhereItCannotBeWritten() throws IOException {
        Path file = directory.resolve("reward.log");
        try (RewardLog log = new RewardLog(20)) {
            log.open(file);
            // A directory that is not empty is in the way of the renamed file.
            Files.createDirectories(directory.resolve("reward.log.1").resolve("other"));
            log.line("twelve bytes");
            log.line("and some more");
            log.line("nobody reads");
            log.flush();
        }
        assertThat(Files.readString(file)).isEqualTo("twelve bytes\n");
    }
}
