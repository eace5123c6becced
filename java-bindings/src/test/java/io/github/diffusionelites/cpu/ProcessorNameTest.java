package io.github.diffusionelites.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorNameTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheFirstProcessorInPrintableCharacters() throws IOException {
        Path file = write("processor\t: 0\nmodel\t\t: 17\nmodel name\t: A\u0001 Fast(R)   CPU: 4\u00ae @ 2 GHz \n\n"
                + "processor\t: 1\nmodel name\t: Another\n");

        assertThat(ProcessorName.read(file)).contains("A Fast(R) CPU: 4 @ 2 GHz");
    }

    @Test
    void shouldHaveNoNameWhereNoneIsGiven() throws IOException {
        assertThat(ProcessorName.read(write("model name\t:\nmodel name\nflags\t: avx2\n")))
                .isEmpty();
        assertThat(ProcessorName.read(directory)).isEmpty();
        assertThat(ProcessorName.read(directory.resolve("missing"))).isEmpty();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("cpuinfo"), text, StandardCharsets.ISO_8859_1);
    }
}
