package io.github.diffusionelites.bench.suite.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Floors are those of the slowest part of the work. */
class CeilingsTest {

    private static final Ceilings CEILINGS = new Ceilings(4e12, 3e12, 400e12, 100e12, 1e12, 2e12, 60e12);
    private static final Offset<Double> TINY = within(1e-18);

    @Test
    void shouldTakeCopiesForWhatIsReadAndFillingsForWhatIsOnlyWritten() {
        assertThat(CEILINGS.seconds(Work.bytes(2e9, 2e9))).isEqualTo(1e-3, TINY);
        assertThat(CEILINGS.seconds(Work.bytes(4e9, 0))).isEqualTo(1e-3, TINY);
        assertThat(CEILINGS.seconds(Work.bytes(0, 3e9))).isEqualTo(1e-3, TINY);
    }

    @Test
    void shouldTakeTheSlowestPart() {
        Work work = Work.bytes(4e6, 0).products(400e9, true);
        assertThat(CEILINGS.seconds(work)).isEqualTo(1e-3, TINY);
        assertThat(CEILINGS.seconds(work.plus(Work.bytes(8e9, 0)))).isEqualTo(2.001e-3, TINY);
        assertThat(CEILINGS.seconds(Work.NONE.products(400e9, false))).isEqualTo(4e-3, TINY);
        assertThat(CEILINGS.seconds(Work.NONE.normals(2e9, false))).isEqualTo(2e-3, TINY);
        assertThat(CEILINGS.seconds(Work.NONE.normals(2e9, true))).isEqualTo(1e-3, TINY);
        assertThat(CEILINGS.seconds(Work.NONE.scalars(60e9))).isEqualTo(1e-3, TINY);
    }

    @Test
    void shouldKnowNoFloorWithoutACeiling() {
        Ceilings unknown = new Ceilings(4e12, 3e12, 400e12, 100e12, 1e12, 2e12, 0);
        assertThat(unknown.seconds(Work.NONE.scalars(60e9))).isZero();
        assertThat(CEILINGS.seconds(Work.NONE)).isZero();
    }
}
