package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.bench.suite.report.Outcome;
import io.github.diffusionelites.bench.suite.report.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockStateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1980 MHz, 1980 MHz, 0x0000000000000000; PASSED; 1980 of 1980 MHz",
                "1965 MHz, 1980 MHz, 0x0000000000000001; PASSED; 1965 of 1980 MHz",
                "1500 MHz, 1980 MHz, 0x0000000000000000; PASSED; no reason that the driver names",
                "1750 MHz, 1980 MHz, 0x0000000000000004; PASSED; clocks dropped, because of power cap",
                "1980 MHz, 1980 MHz, 0x0000000000000060; FAILED; heat",
                "unknown, because there is no nvidia-smi on the path.; SKIPPED; no nvidia-smi",
                "[N/A], [N/A], [N/A]; SKIPPED; N/A"
            })
    void shouldJudgeWhatTheDriverSays(String answer, Outcome outcome, String detail) {
        Verdict verdict = ClockState.judge("clocks", answer);
        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.detail()).contains(detail);
    }
}
