package io.github.diffusionelites.reward.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineWireTest {

    private static final Samples SAMPLES = new Samples(
            new float[] {0.1f, 1e-45f, Float.NaN, -0.0f},
            new float[] {1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3.4028235E38f});

    private final LineWire wire = new LineWire(2);

    @Test
    void shouldWriteTheTextThatIsDocumented() throws IOException {
        wire.put(12, SAMPLES, SAMPLES);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        wire.sendHello(sent);
        wire.send(sent);

        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("""
            elites-requests 1
            batch 12 2 2 2 2
            7 3 0.4 0.2 0.1 1.4E-45 nan -0.0
            9 4 -1.5 1.0E-7 1.0 inf -inf 3.4028235E38
            end 12
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5\n-2e-3\nend 1\n", "  1.5 \r\n-.002\r\nend 1\r\n", "+1.5E0\n-0.002\nend 1\n"})
    void shouldReadNumbers(String answer) throws IOException {
        wire.put(1, SAMPLES, SAMPLES);
        assertThat(Arrays.copyOf(wire.receive(stream(answer)), 2)).containsExactly(1.5f, -0.002f);
    }

    @Test
    void shouldReadNumbersThatAreNotFinite() throws IOException {
        for (String nan : new String[] {"nan", "-nan", "+NaN", "NaN"}) {
            assertThat(Numbers.parse(nan)).isNaN();
        }
        wire.put(1, SAMPLES, SAMPLES);
        assertThat(Arrays.copyOf(wire.receive(stream("-inf\nInfinity\nend 1\n")), 2))
                .containsExactly(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1~end 1         | with only 1 rewards
        1~2~3~end 1     | with more rewards, where the line "end 1" was due: "3"
        1~two~end 1     | with a line that is no number: "two"
        1~0x1p3~end 1   | with a line that is no number: "0x1p3"
        1~1f~end 1      | with a line that is no number: "1f"
        1~~end 1        | with a line that is no number: ""
        1~2~end 2       | with more rewards
        """)
    void shouldRefuseWhatIsNotAnAnswer(String answer, String message) {
        wire.put(1, SAMPLES, SAMPLES);
        assertThatThrownBy(() -> wire.receive(stream(answer.replace('~', '\n') + "\n")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldReadARefusalAndThenTheNextAnswer() throws IOException {
        ByteArrayInputStream answers = stream("1\nerror no licence\nend 1\n5\n6\nend 2\n");
        wire.put(1, SAMPLES, SAMPLES);
        assertThatThrownBy(() -> wire.receive(answers))
                .isInstanceOf(RefusedBatchException.class)
                .hasMessage("no licence");
        wire.put(2, SAMPLES, SAMPLES);
        assertThat(Arrays.copyOf(wire.receive(answers), 2)).containsExactly(5, 6);
    }

    @Test
    void shouldNoticeTheEndAndLinesWithoutOne() {
        wire.put(1, SAMPLES, SAMPLES);
        assertThatThrownBy(() -> wire.receive(stream("1\n2\nend"))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> wire.receive(stream("7".repeat(100_000))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a line of more than 65536 bytes");
    }

    @Test
    void shouldRefuseOtherHellos() throws IOException {
        wire.receiveHello(stream("elites-rewards 1\n"));
        assertThatThrownBy(() -> wire.receiveHello(stream("elites-rewards 2\n")))
                .hasMessageContaining("speaks version \"2\"");
        assertThatThrownBy(() -> wire.receiveHello(stream("elites-requests 1\n")))
                .hasMessageContaining("began with \"elites-requests 1\"");
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
