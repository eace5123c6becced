package io.github.diffusionelites.device.conformance;

import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.conformance.LayerCase.Input;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers of a network that are not convolutions: loading, normalisation, concatenation, attention. */
public abstract class LayerConformance extends DeviceConformance {

    /** Largest difference of an element, relative to the largest magnitude of its row. */
    protected double tolerance() {
        return 1e-5;
    }

    /** Whether feature maps keep every bit of a float32. */
    protected boolean exact() {
        return true;
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1,1",
        "1,2,2,1",
        "2,3,1,8",
        "3,7,33,7",
        "1,8,8,8",
        "2,9,9,31",
        "1,31,5,32",
        "1,33,32,33",
        "1,65,3,1"
    })
    void shouldLoadAndStore(int searches, int individuals, int channels, int length) {
        new LayerCase(this, searches, individuals, exact() ? 0 : tolerance())
                .check(List.of(new Input(channels, length)), channels * length, (on, sources) -> sources.getFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,1,8",
        "1,2,7",
        "2,2,9",
        "8,8,1",
        "8,8,32",
        "8,32,31",
        "4,64,16",
        "8,64,2",
        "1,33,5",
        "33,33,4",
        "8,128,8",
        "32,384,3"
    })
    void shouldNormaliseGroups(int groups, int channels, int length) {
        Norm norm = LayerCase.group(this, groups, channels, length);
        normalise(norm, channels, length, null, tolerance());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,8", "2,7", "7,2", "8,9", "9,1", "31,4", "32,32", "33,31", "64,1", "128,8", "384,3"})
    void shouldNormaliseToTheRootMeanSquare(int channels, int length) {
        normalise(LayerCase.rms(this, channels), channels, length, null, tolerance());
    }

    @Test
    void shouldNormaliseValuesFarFromZero() {
        float[] values = normals(5 * 16 * 8, 1);
        for (int i = 0; i < values.length; i++) {
            // Halves, which bfloat16 has there, too.
            values[i] = Math.round(2 * values[i]) / 2f + 100;
        }
        // One pass over squares would lose all but two digits here.
        normalise(LayerCase.group(this, 2, 16, 8), 16, 8, values, Math.max(1e-4, tolerance()));
    }

    /** Statistics about the first value of a channel must bear that it is an outlier. */
    @ParameterizedTest
    @CsvSource({"2,16,8", "1,5,32", "8,64,4", "4,4,65", "1,2,256", "2,4,1000"})
    void shouldNormaliseValuesOfWhichTheFirstIsFarFromTheOthers(int groups, int channels, int length) {
        float[] values = normals(5 * channels * length, 1);
        for (int i = 0; i < values.length; i++) {
            values[i] = i % length == 0 ? 1000 : Math.round(4 * values[i]) / 4f;
        }
        normalise(LayerCase.group(this, groups, channels, length), channels, length, values, tolerance());
    }

    /** An infinity must not pass for a mean that takes every other value to where activations are zero. */
    @ParameterizedTest
    @CsvSource({"2,16,8", "8,64,4", "1,16,1"})
    void shouldNormaliseAGroupWithAnInfinityToNan(int groups, int channels, int length) {
        float[] values = normals(5 * channels * length, 1);
        values[channels * length + length - 1] = Float.POSITIVE_INFINITY;
        normalise(LayerCase.group(this, groups, channels, length), channels, length, values, tolerance());
    }

    /** Nor must values whose squares are infinite. */
    @ParameterizedTest
    @ValueSource(floats = {1e20f, 1e25f, -1e37f})
    void shouldNormaliseHugeValuesToNan(float huge) {
        float[] values = normals(5 * 16 * 8, 1);
        for (int i = 16 * 8; i < 2 * 16 * 8; i++) {
            values[i] = i % 3 == 0 ? huge : values[i];
        }
        normalise(LayerCase.group(this, 2, 16, 8), 16, 8, values, tolerance());
        normalise(LayerCase.rms(this, 16), 16, 8, values, tolerance());
    }

    /** Whatever their number, individuals of a tile and channels of a group share vectors. */
    @ParameterizedTest
    @CsvSource({"2,10,3", "3,33,7", "1,7,4", "5,20,40", "2,64,9"})
    void shouldGiveARowTheSameBitsAtEveryPlaceOfATile(int groups, int channels, int length) {
        Norm group = LayerCase.group(this, groups, channels, length);
        Norm rms = LayerCase.rms(this, channels);
        samePlaces(channels, length, channels, (recorder, x) -> recorder.normalize(x, group));
        samePlaces(channels, length, channels, (recorder, x) -> recorder.normalize(x, rms));
        samePlaces(3 * channels, length, channels, (recorder, x) -> recorder.attend(x, groups));
        samePlaces(3 * channels, length, channels, (recorder, x) -> recorder.attendLinearly(x, groups));
    }

    private void samePlaces(int channels, int length, int out, BiFunction<Recorder, Features, Features> layer) {
        new LayerCase(this, 1, 40, tolerance())
                .checkPlaces(
                        channels,
                        length,
                        out * length,
                        (on, sources) -> layer.apply(on.recorder(), sources.getFirst()));
    }

    @Test
    void shouldNormaliseEqualValuesToTheBias() {
        float[] values = new float[5 * 16 * 8];
        Arrays.fill(values, 3.25f);
        normalise(LayerCase.group(this, 4, 16, 8), 16, 8, values, Math.max(1e-3, tolerance()));
    }

    @Test
    void shouldLeaveZerosZeroUnderTheRootMeanSquare() {
        normalise(LayerCase.rms(this, 16), 16, 8, new float[5 * 16 * 8], 0);
    }

    private void normalise(Norm norm, int channels, int length, float[] values, double tolerance) {
        new LayerCase(this, 1, 5, tolerance)
                .check(
                        List.of(new Input(channels, length, values)),
                        channels * length,
                        (on, sources) -> on.recorder().normalize(sources.getFirst(), norm));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,2,8", "2,1,7", "32,32,4", "33,31,9", "128,64,2"})
    void shouldConcatenate(int first, int second, int length) {
        new LayerCase(this, 2, 5, exact() ? 0 : tolerance())
                .check(
                        List.of(new Input(first, length), new Input(second, length)),
                        (first + second) * length,
                        (on, sources) -> on.recorder().concatenate(sources.get(0), sources.get(1)));
    }

    @Test
    void shouldConcatenateAFeatureMapWithItself() {
        new LayerCase(this, 1, 9, exact() ? 0 : tolerance())
                .check(
                        List.of(new Input(3, 5)),
                        2 * 3 * 5,
                        (on, sources) -> on.recorder().concatenate(sources.getFirst(), sources.getFirst()));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,1", "1,1,7", "1,8,2", "2,7,8", "4,32,16", "1,33,31", "8,8,32", "3,9,33", "4,32,1", "1,32,65", "4,32,2",
        "4,32,3", "4,32,4", "4,32,5", "4,32,7", "4,32,8", "4,32,9", "2,32,31", "4,32,32", "2,64,8", "1,96,4", "2,16,15"
    })
    void shouldAttend(int heads, int headChannels, int length) {
        attend(heads, headChannels, length, null, tolerance());
    }

    @Test
    void shouldAttendToLargeLogitsWithoutOverflow() {
        // Logits of some thousands: their rounding alone moves weights by some 1e-3. Integers, which bfloat16 has, too.
        float[] values = normals(5 * 3 * 2 * 16 * 8, 30);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i]);
        }
        attend(2, 16, 8, values, 2e-2);
    }

    private void attend(int heads, int headChannels, int length, float[] values, double tolerance) {
        int channels = heads * headChannels;
        new LayerCase(this, 1, 5, tolerance)
                .check(
                        List.of(new Input(3 * channels, length, values)),
                        channels * length,
                        (on, sources) -> on.recorder().attend(sources.getFirst(), heads));
        attendLinearly(heads, headChannels, length, values, tolerance);
    }

    private void attendLinearly(int heads, int headChannels, int length, float[] values, double tolerance) {
        int channels = heads * headChannels;
        new LayerCase(this, 1, 5, tolerance)
                .check(
                        List.of(new Input(3 * channels, length, values)),
                        channels * length,
                        (on, sources) -> on.recorder().attendLinearly(sources.getFirst(), heads));
    }

    /** Where logits are small, exponentials may be taken as they are; values must not be too large for that. */
    @ParameterizedTest
    @CsvSource({
        "39.5, 39.5, 1",
        "-39.5, -39.5, 1",
        "40.5, 39.5, 1",
        "39.5, 40.5, 1",
        "-40.5, 1, 1",
        "1, -40.5, 1",
        "300, 1, 1",
        "1, 300, 1",
        "39.5, 39.5, 0x1p73",
        "39.5, 40.5, 0x1p73",
        "39.5, 39.5, NaN",
        "300, 300, NaN"
    })
    void shouldAttendLinearlyToLogitsOfAnySize(float query, float key, float value) {
        attendLinearlyToLogits(2, 16, 8, query, key, value);
        attendLinearlyToLogits(1, 32, 7, query, key, value);
    }

    private void attendLinearlyToLogits(int heads, int headChannels, int length, float query, float key, float value) {
        int part = heads * headChannels * length;
        float[] values = normals(5 * 3 * part, 1);
        for (int i = 0; i < values.length; i++) {
            // Sixteenths, which bfloat16 has, too.
            values[i] = Math.round(16 * values[i]) / 16f;
            boolean isValue = i % (3 * part) >= 2 * part;
            if (isValue && (!Float.isNaN(value) || i % 97 == 0)) {
                values[i] *= value;
            }
        }
        for (int row = 0; row < 5; row++) {
            values[row * 3 * part + 7 * row] = query;
            values[row * 3 * part + part + 11 * row] = key;
        }
        attendLinearly(heads, headChannels, length, values, Math.max(1e-4, tolerance()));
    }

    @Test
    void shouldUseOneConstantInSeveralPlaces() {
        Constant gain = Constant.of(normals(32, 1), 32);
        Norm norm = new Norm.Group(8, gain, gain, 1e-5f);
        new LayerCase(this, 1, 5, tolerance()).check(List.of(new Input(32, 4)), 32 * 4, (on, sources) -> {
            var once = on.recorder().normalize(sources.getFirst(), norm);
            return on.recorder().normalize(once, norm);
        });
    }
}
