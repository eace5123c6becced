package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.input.Allowed;
import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.input.WholeRange;

/**
 * A setting of a search.
 *
 * @param setting of the search
 * @param allowed values, which may be fewer than the setting has
 */
record SettingColumn(Setting setting, Allowed<?> allowed) implements Column {

    @Override
    public String name() {
        return setting.key();
    }

    @Override
    public int cells() {
        return 1;
    }

    @Override
    public String cellName(int index) {
        return name();
    }

    @Override
    public String misfit(Object value) {
        return allowed.of(value) == null ? allowed.misfit(value) : "";
    }

    @Override
    public void assign(Object value, RowValues row) {
        row.set(setting, allowed.of(value));
    }

    @Override
    public String misfit(int index, Object value) {
        return misfit(value);
    }

    @Override
    public void assign(int index, Object value, RowValues row) {
        assign(value, row);
    }

    @Override
    public boolean isWord() {
        return !allowed.isNumber();
    }

    /** Returns whether values are integers. */
    boolean isWhole() {
        return allowed instanceof WholeRange;
    }
}
