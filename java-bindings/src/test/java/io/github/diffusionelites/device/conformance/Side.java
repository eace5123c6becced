package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.device.Selection;

/** One of two devices while a script records for it: its recorder, and its twin of each buffer. */
record Side(Twin twin, Recorder recorder, boolean isTested) {

    /** Takes the network's output as it is: the next state is {@code 0 * x + 1 * p}. */
    private static final SamplerCoefficients OUTPUT =
            new SamplerCoefficients(0, 1, Float.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0);

    Buffer of(TwinBuffer buffer) {
        return isTested ? buffer.tested() : buffer.expected();
    }

    Selection of(TwinSelection selection) {
        return isTested ? selection.tested() : selection.expected();
    }

    Rows.Stored rows(TwinBuffer buffer) {
        return recorder.rows(of(buffer));
    }

    /** Whose noise every row draws: its own. */
    NoiseIdentity identity() {
        return NoiseIdentity.own(of(twin.searchIds()));
    }

    /** Writes a feature map to rows at the edge layout, unchanged. */
    void store(Features features, TwinBuffer target) {
        Rows zeros = rows(twin.zeros(features.width()));
        copy(recorder.updateSampler(zeros, features, OUTPUT, identity()), rows(target));
    }

    /** Copies rows by an affine map. */
    void copy(Rows source, Rows target) {
        recorder.affine(source, target, Constant.of(new float[] {1}, 1), Constant.of(new float[1], 1));
    }
}
