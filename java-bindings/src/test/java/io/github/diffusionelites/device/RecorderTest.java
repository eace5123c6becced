package io.github.diffusionelites.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes that do not fit are refused when they are recorded, with what was given and what would fit. */
class RecorderTest extends RecorderTestCase {

    @Test
    void shouldRefuseAnEmptyPopulation() {
        refuse(() -> new Recorder(0, 5), "0", "5");
        refuse(() -> new Recorder(5, 0), "5", "0");
    }

    @Test
    void shouldRefuseRowsOfAnotherPopulation() {
        refuse(() -> recorder.rows(floats(2, 4, 5)), "[2, 3, ...]", "[2, 4, 5]");
        refuse(() -> recorder.rows(floats(3, 3, 5)), "[2, 3, ...]", "[3, 3, 5]");
        refuse(() -> recorder.rows(floats(6)), "[2, 3, ...]", "[6]");
        refuse(() -> recorder.rows(ints(2, 3, 5)), "float32", "I32");
        assertThat(recorder.rows(floats(2, 3)).width()).isEqualTo(1);
        assertThat(recorder.rows(floats(2, 3, 4, 5)).width()).isEqualTo(20);
    }

    @Test
    void shouldRefuseToSampleWithProposalsThatDoNotFit() {
        Rows.Stored latents = rows(4);
        Buffer d = floats(2, 4);
        Buffer wrong = floats(2, 5);
        Buffer ids = ints(2);
        refuse(() -> recorder.sampleDiagonal(latents, wrong, d, ids), "mean", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.sampleDiagonal(latents, d, wrong, ids), "deviation", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.sampleDiagonal(latents, d, d, ints(3)), "search ids", "[2]", "[3]");
        refuse(() -> recorder.sampleDiagonal(latents, d, d, floats(2)), "search ids", "I32", "F32");
        refuse(() -> recorder.sampleFull(latents, wrong, floats(2, 4, 4), ids), "mean", "[2, 4]", "[2, 5]");
        refuse(() -> recorder.sampleFull(latents, d, floats(2, 4, 5), ids), "factor", "[2, 4, 4]", "[2, 4, 5]");
        refuse(() -> recorder.sampleFull(latents, d, floats(2, 4, 4), ints(1)), "search ids", "[2]", "[1]");
    }

    @Test
    void shouldRefuseToLoadRowsOfAnotherWidth() {
        refuse(() -> recorder.load(rows(4), 3, 2), "[3, 2]", "6", "4");
    }

    @Test
    void shouldRefuseShapesWhoseProductOnlyLooksRight() {
        refuse(() -> recorder.load(rows(64), -1, -64), "[-1, -64]", "at least 1");
        refuse(() -> recorder.load(rows(64), 0, 64), "[0, 64]");
        // Both products are 131073 in 32 bits.
        refuse(() -> recorder.load(rows(131_073), 65_537, 65_537), "[65537, 65537]", "2^31");
        List<RewardTerm> terms = List.of(new RewardTerm(RewardTerm.Kind.PATH_LENGTH, 0, 1));
        refuse(() -> recorder.score(rows(64), -1, -64, terms, floats(2, 1), floats(2, 3)), "[-1, -64]");
        refuse(
                () -> recorder.score(rows(131_073), 65_537, 65_537, terms, floats(2, 1), floats(2, 3)),
                "[65537, 65537]");
        Features source = recorder.load(rows(8), 4, 2);
        // Three times as many heads are 2 in 32 bits.
        refuse(() -> recorder.attend(source, 1_431_655_766), "1431655766 heads", "4 channels");
        refuse(() -> recorder.attendLinearly(source, 1_431_655_766), "1431655766 heads", "4 channels");
        refuse(
                () -> recorder.convolve(source, convolution(6, 4, 1, Integer.MAX_VALUE), Epilogue.NONE),
                "padding 2147483647",
                "length 2");
        refuse(() -> recorder.convolve(source, convolution(6, 4, 1, 1 << 29), Epilogue.NONE), "2^31");
    }

    @Test
    void shouldRefuseRowsThatAreNotTheirBuffers() {
        Buffer d = floats(2, 64);
        Rows.Stored wide = new Rows.Stored(floats(2, 3, 8), 64);
        Rows.Stored foreign = new Rows.Stored(floats(8, 64), 64);
        refuse(() -> recorder.sampleDiagonal(wide, d, d, ints(2)), "8 floats", "64");
        refuse(() -> recorder.load(wide, 8, 8), "8 floats", "64");
        refuse(() -> recorder.load(foreign, 8, 8), "[2, 3, ...]", "[8, 64]");
        refuse(() -> recorder.affine(rows(64), wide, constant(1), constant(1)), "8 floats", "64");
        refuse(() -> recorder.scoreOnHost(wide, floats(2, 3), batch -> {}), "8 floats", "64");
        try (Selection selection = Selection.allocate(device, 2, 3)) {
            refuse(() -> recorder.moments(wide, selection, d, d), "8 floats", "64");
            refuse(() -> recorder.gather(foreign, selection, floats(2, 1, 64)), "[2, 3, ...]", "[8, 64]");
        }
    }

    @Test
    void shouldRefuseValuesOfAnotherRecording() {
        Recorder other = new Recorder(2, 3);
        Features theirs = other.load(other.rows(floats(2, 3, 64)), 8, 8);
        Features mine = recorder.load(rows(8), 4, 2);
        Features longer = new Features(mine.id(), 4, 200);
        SamplerCoefficients c = new SamplerCoefficients(1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
        for (Features features : List.of(theirs, longer)) {
            refuse(() -> recorder.normalize(features, Norm.NONE), features.toString(), "not a value of this recording");
            refuse(() -> recorder.concatenate(features, features), features.toString());
            refuse(() -> recorder.attend(features, 1), features.toString());
            refuse(() -> recorder.convolve(features, convolution(6, 8, 1, 0), Epilogue.NONE), features.toString());
            refuse(
                    () -> recorder.updateSampler(rows(features.width()), features, c, NoiseIdentity.own(ints(2))),
                    features.toString());
        }
        Epilogue residual = new Epilogue(Norm.NONE, null, Activation.NONE, new Features(99, 6, 2));
        refuse(() -> recorder.convolve(mine, convolution(6, 4, 1, 0), residual), "id=99");
        Rows.Scratch scratch = other.affine(other.rows(floats(2, 3, 8)), constant(1), constant(1));
        refuse(() -> recorder.affine(scratch, constant(1), constant(1)), scratch.toString());
        refuse(() -> recorder.load(scratch, 4, 2), scratch.toString());
    }

    @Test
    void shouldRefuseConvolutionsThatDoNotFit() {
        Features source = recorder.load(rows(8), 4, 2);
        Convolution1d convolution = convolution(6, 4, 3, 1);
        refuse(() -> recorder.convolve(source, convolution(6, 5, 3, 1), Epilogue.NONE), "5", "4");
        refuse(() -> recorder.convolve(source, convolution(6, 4, 3, 0), Epilogue.NONE), "3", "0", "2");
        refuse(
                () -> recorder.convolve(
                        source, convolution, new Epilogue(Norm.NONE, constant(2, 5), Activation.NONE, null)),
                "[2, 6]",
                "[2, 5]");
        refuse(
                () -> recorder.convolve(source, convolution, new Epilogue(Norm.NONE, null, Activation.NONE, source)),
                "[4, 2]",
                "[6, 2]");
        refuse(
                () -> recorder.convolve(
                        source, convolution, new Epilogue(new Norm.Rms(constant(4)), null, Activation.NONE, null)),
                "[4]",
                "6 channels");
        refuse(() -> new Convolution1d(constant(6, 4), null, 1, 0, false), "[out, in, kernel]", "[6, 4]");
        refuse(() -> new Convolution1d(constant(6, 4, 3), constant(4), 1, 0, false), "[6, 4, 3]", "[4]");
        refuse(() -> new Convolution1d(constant(6, 4, 3), null, 0, 0, false), "stride", "0");
        refuse(() -> new Convolution1d(constant(6, 4, 3), null, 1, -1, false), "padding", "-1");
    }

    @Test
    void shouldRefuseNormsThatDoNotFit() {
        Features source = recorder.load(rows(12), 6, 2);
        refuse(() -> recorder.normalize(source, new Norm.Rms(constant(5))), "[5]", "6 channels");
        refuse(() -> recorder.normalize(source, new Norm.Group(4, constant(6), constant(6), 1e-5f)), "groups=4", "6");
        refuse(() -> recorder.normalize(source, new Norm.Group(0, constant(6), constant(6), 1e-5f)), "groups=0", "6");
        refuse(() -> recorder.normalize(source, new Norm.Group(3, constant(5), constant(6), 1e-5f)), "[5]", "6");
        refuse(() -> recorder.normalize(source, new Norm.Group(3, constant(6), constant(5), 1e-5f)), "[5]", "6");
        refuse(() -> recorder.normalize(source, new Norm.Group(3, constant(6), constant(6), 0)), "epsilon=0.0");
    }

    @Test
    void shouldRefuseFeatureMapsThatDoNotFitTogether() {
        Features source = recorder.load(rows(12), 6, 2);
        refuse(() -> recorder.concatenate(source, recorder.load(rows(12), 4, 3)), "2", "3");
        refuse(() -> recorder.attend(source, 4), "4 heads", "6 channels");
        refuse(() -> recorder.attend(source, 0), "0 heads", "6 channels");
        refuse(() -> recorder.attendLinearly(source, 3), "3 heads", "6 channels");
        assertThat(recorder.attend(source, 2).channels()).isEqualTo(2);
    }

    @Test
    void shouldRefuseSamplerStepsThatDoNotFit() {
        SamplerCoefficients c = new SamplerCoefficients(1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
        Features output = recorder.load(rows(12), 6, 2);
        Buffer ids = ints(2);
        refuse(() -> recorder.updateSampler(rows(11), output, c, NoiseIdentity.own(ids)), "12", "11");
        refuse(() -> recorder.updateSampler(rows(12), output, c, NoiseIdentity.own(ints(3))), "[2]", "[3]");
        refuse(
                () -> recorder.updateSampler(rows(12), output, c, new NoiseIdentity(ids, ints(2, 4), null)),
                "noise individuals",
                "[2, 3]",
                "[2, 4]");
        refuse(
                () -> recorder.updateSampler(rows(12), output, c, new NoiseIdentity(ids, null, ints(6))),
                "noise generations",
                "[2, 3]",
                "[6]");
        refuse(() -> new SamplerCoefficients(1, 1, 0, 1, 1, 1, 1, 1, 1, 0), "clip", "0.0");
        refuse(() -> new SamplerCoefficients(1, 1, Float.NaN, 1, 1, 1, 1, 1, 1, 0), "clip", "NaN");
        refuse(() -> new SamplerCoefficients(1, 1, 1, 1, 1, 1, 1, 1, -1, 0), "noise", "-1.0");
        refuse(() -> new SamplerCoefficients(1, 1, 1, 1, 1, 1, 1, 1, 1, 4096), "step", "4096");
    }

    @Test
    void shouldRefuseAffineMapsThatDoNotFit() {
        refuse(() -> recorder.affine(rows(6), rows(5), constant(1), constant(1)), "6", "5");
        refuse(() -> recorder.affine(rows(6), constant(4), constant(4)), "[4]", "6");
        refuse(() -> recorder.affine(rows(6), constant(2), constant(3)), "[2]", "[3]");
        refuse(() -> recorder.affine(rows(6), constant(2, 3), constant(2, 3)), "[2, 3]");
    }

    @Test
    void shouldRefuseRewardsThatDoNotFit() {
        Rows.Stored samples = rows(6);
        List<RewardTerm> terms = List.of(new RewardTerm(RewardTerm.Kind.GOAL_DISTANCE, 1, 4));
        Buffer rewards = floats(2, 3);
        refuse(() -> recorder.score(samples, 4, 2, terms, floats(2, 5), rewards), "[4, 2]", "8", "6");
        refuse(() -> recorder.score(samples, 3, 2, terms, floats(2, 5), floats(2, 4)), "[2, 3]", "[2, 4]");
        refuse(() -> recorder.score(samples, 3, 2, terms, floats(2, 4), rewards), "size=4", "4 parameters");
        refuse(() -> recorder.score(samples, 2, 3, terms, floats(2, 5), rewards), "size=4", "[2, 3]");
        refuse(() -> recorder.score(samples, 3, 2, List.of(), floats(2, 5), rewards), "term");
        refuse(() -> recorder.score(samples, 3, 2, terms, floats(3, 5), rewards), "[3, 5]");
        refuse(() -> recorder.scoreOnHost(samples, floats(6), batch -> {}), "[2, 3]", "[6]");
        refuse(() -> new RewardTerm(RewardTerm.Kind.LINEAR, -1, 3), "-1", "3");
        refuse(() -> new RewardTerm(RewardTerm.Kind.LINEAR, 0, 0), "LINEAR", "0");
    }

    @Test
    void shouldEndThePerIndividualPartWithAHostReward() {
        Rows.Stored samples = rows(6);
        recorder.scoreOnHost(samples, floats(2, 3), batch -> {});
        assertThatIllegalStateException()
                .isThrownBy(() -> recorder.load(samples, 6, 1))
                .withMessageContaining("Load");
        assertThat(recorder.finish().hostReward().samples()).isEqualTo(samples);
    }

    @Test
    void shouldRememberWidthsAndOrder() {
        Rows.Stored rows = rows(8);
        Features features = recorder.load(rows, 4, 2);
        Features both = recorder.concatenate(features, features);
        Recording recording = recorder.finish();
        assertThat(recording.rows()).isEqualTo(6);
        assertThat(recording.hostReward()).isNull();
        assertThat(recording.individualPart())
                .containsExactly(
                        new Operation.Load(rows, features), new Operation.Concatenate(features, features, both));
        assertThat(recording.scratchWidths()).containsEntry(features.id(), 8).containsEntry(both.id(), 16);
    }

    private static Convolution1d convolution(int out, int in, int kernel, int padding) {
        return new Convolution1d(constant(out, in, kernel), null, 1, padding, false);
    }

    private static Constant constant(long... dimensions) {
        return Constant.of(new float[(int) Shape.of(dimensions).elements()], dimensions);
    }
}
