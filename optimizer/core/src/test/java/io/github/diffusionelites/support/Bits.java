package io.github.diffusionelites.support;

import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;

/**
 * Compares numbers by all of their bits, NaN with NaN. A recursive comparison takes floats for equal that differ by a
 * millionth, if nobody says otherwise.
 */
public final class Bits {

    /** For {@code usingRecursiveComparison}. */
    public static final RecursiveComparisonConfiguration EXACT = RecursiveComparisonConfiguration.builder()
            .withEqualsForType(Float::equals, Float.class)
            .withEqualsForType(Double::equals, Double.class)
            .build();

    private Bits() {}
}
