package io.github.diffusionelites.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFunctionTest {

    /** Values to 20 digits, as tabulated (Abramowitz and Stegun, table 7.1; higher ones from their series). */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.1, 0.11246291601828489220",
        "0.5, 0.52049987781304653768",
        "1, 0.84270079294971486934",
        "1.5, 0.96610514647531072707",
        "2, 0.99532226501895273416",
        "2.4, 0.99931148610335492143",
        "2.5, 0.99959304798255504106",
        "3, 0.99997790950300141456",
        "4, 0.99999998458274209972"
    })
    void shouldKnowTheErrorFunction(double x, double expected) {
        assertThat(ErrorFunction.erf(x)).isCloseTo(expected, within(2.3e-16));
        assertThat(ErrorFunction.erf(-x)).isCloseTo(-expected, within(2.3e-16));
    }

    @ParameterizedTest
    @CsvSource({
        "2.5, 4.0695201744495893956e-4",
        "3, 2.2090496998585441373e-5",
        "4, 1.5417257900280018852e-8",
        "5, 1.5374597944280348502e-12",
        "10, 2.0884875837625447570e-45"
    })
    void shouldKnowTheTailWithoutCancellation(double x, double expected) {
        assertThat(ErrorFunction.erfc(x) / expected).isCloseTo(1, within(1e-14));
    }

    @Test
    void shouldBeSmoothWhereTheMethodsMeet() {
        double below = Math.nextDown(2.5);
        assertThat(ErrorFunction.erf(below)).isCloseTo(ErrorFunction.erf(2.5), within(3e-16));
        assertThat(ErrorFunction.erf(7)).isEqualTo(1);
        assertThat(ErrorFunction.erf(-7)).isEqualTo(-1);
        assertThat(ErrorFunction.erf(Double.NaN)).isNaN();
    }

    /** gelu(x) = x Phi(x), with Phi(1) and Phi(-3) as tabulated. */
    @Test
    void shouldKnowTheExactGelu() {
        assertThat(ErrorFunction.gelu(1)).isCloseTo(0.84134474606854294859, within(2e-16));
        assertThat(ErrorFunction.gelu(-3)).isCloseTo(-3 * 0.0013498980316300945267, within(3e-16));
        assertThat(ErrorFunction.gelu(0)).isZero();
        assertThat(ErrorFunction.gelu(40)).isEqualTo(40);
        assertThat(ErrorFunction.gelu(-40)).isZero();
    }
}
