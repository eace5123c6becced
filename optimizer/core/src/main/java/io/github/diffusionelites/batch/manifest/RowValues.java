package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.input.Setting;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a row gives; one object serves all rows. */
final class RowValues {

    private final @Nullable Object[] settings = new @Nullable Object[Setting.values().length];
    private final float[] defaults;
    private final float[] parameters;
    private final BitSet given = new BitSet();
    private boolean stops;

    /** Makes an empty row with the parameters that stand where none are given. */
    RowValues(float... defaults) {
        this.defaults = defaults;
        this.parameters = defaults.clone();
    }

    void clear() {
        Arrays.fill(settings, null);
        if (!given.isEmpty()) {
            System.arraycopy(defaults, 0, parameters, 0, defaults.length);
            given.clear();
        }
        stops = false;
    }

    void set(Setting setting, @Nullable Object value) {
        settings[setting.ordinal()] = value;
        stops |= setting.isStop();
    }

    /** Sets a parameter; a negative zero becomes a positive one, as texts and arrays differ in which of them they have. */
    void set(int parameter, float value) {
        parameters[parameter] = value + 0f;
        given.set(parameter);
    }

    /** Returns whether a setting has a value. */
    boolean has(Setting setting) {
        return settings[setting.ordinal()] != null;
    }

    long whole(Setting setting, long missing) {
        return settings[setting.ordinal()] instanceof Long value ? value : missing;
    }

    double number(Setting setting, double missing) {
        return settings[setting.ordinal()] instanceof Double value ? value + 0.0 : missing;
    }

    <E extends Enum<E>> E constant(Setting setting, Class<E> type, E missing) {
        return settings[setting.ordinal()] instanceof String word
                ? Enum.valueOf(type, word.toUpperCase(Locale.ROOT))
                : missing;
    }

    /** Returns whether a rule of stopping has a value. */
    boolean stops() {
        return stops;
    }

    /** Returns the parameters; they are good until the next row. */
    float[] parameters() {
        return parameters;
    }

    /** Returns how many of the parameters of a column are given. */
    int given(ParameterColumn column) {
        return given.isEmpty()
                ? 0
                : given.get(column.offset(), column.offset() + column.cells()).cardinality();
    }
}
