package io.github.diffusionelites.device.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Selection;

/** The buffers of a selection on both devices. */
record TwinSelection(TwinBuffer elites, TwinBuffer summary, TwinBuffer threshold) {

    Selection tested() {
        return new Selection(elites.tested(), summary.tested(), threshold.tested());
    }

    Selection expected() {
        return new Selection(elites.expected(), summary.expected(), threshold.expected());
    }

    /** Fills in the elites of a search; the threshold does not matter to what reads a selection. */
    TwinSelection put(int search, Selection.Status status, int best, int... indices) {
        int individuals = (int) elites.expected().shape().dimension(1);
        int[] row = {indices.length, 0, status.ordinal(), best};
        for (boolean onTested : new boolean[] {true, false}) {
            Selection side = onTested ? tested() : expected();
            side.elites().write((long) search * individuals, indices);
            side.summary().write((long) search * Selection.SUMMARY, row);
        }
        return this;
    }

    /** Requires the same selection. Places behind the last elite hold anything; a threshold -0 equals +0. */
    void assertSame() {
        int individuals = (int) elites.expected().shape().dimension(1);
        for (int search = 0; search < threshold.size(); search++) {
            int[] found = slice(summary.expected(), search * Selection.SUMMARY, Selection.SUMMARY);
            assertThat(slice(summary.tested(), search * Selection.SUMMARY, Selection.SUMMARY))
                    .as("summary (count, NaN rewards, status, best) of search %d", search)
                    .isEqualTo(found);
            assertThat(slice(elites.tested(), search * individuals, found[Selection.COUNT]))
                    .as("elites of search %d", search)
                    .isEqualTo(slice(elites.expected(), search * individuals, found[Selection.COUNT]));
            // Boxed, so that NaN equals NaN.
            Float bound = threshold.expected().floats()[search] + 0f;
            assertThat(threshold.tested().floats()[search] + 0f)
                    .as("threshold of search %d", search)
                    .isEqualTo(bound);
        }
        summary.ignore();
        elites.ignore();
        threshold.ignore();
    }

    private static int[] slice(Buffer buffer, int offset, int count) {
        int[] slice = new int[count];
        buffer.read(offset, slice);
        return slice;
    }
}
