package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.run.input.Literal;
import io.github.diffusionelites.run.job.ParameterKey;
import java.util.List;

/**
 * Reward parameters of a search.
 *
 * @param name in manifests
 * @param offset of the first among all parameters
 * @param key that they have in the job
 */
record ParameterColumn(String name, int offset, ParameterKey key) implements Column {

    @Override
    public int cells() {
        return key.count();
    }

    @Override
    public String cellName(int index) {
        return key.isNumber() ? name : name + "." + index;
    }

    @Override
    public String misfit(Object value) {
        if (key.isNumber()) {
            return misfit(0, value);
        }
        boolean flat = key.width() == 1;
        List<?> outer = value instanceof List<?> list ? list : List.of();
        if (outer.size() != key.count() / key.width()) {
            return shape(value);
        }
        for (int i = 0; i < outer.size(); i++) {
            List<?> inner = flat ? List.of(outer.get(i)) : outer.get(i) instanceof List<?> list ? list : List.of();
            if (inner.size() != key.width()) {
                return shape(value);
            }
            for (int j = 0; j < inner.size(); j++) {
                if (!fits(i * key.width() + j, inner.get(j))) {
                    return shape(value);
                }
            }
        }
        return "";
    }

    private String shape(Object value) {
        return Literal.shown(value) + " does not fit; it must be a list of "
                + (key.width() == 1
                        ? key.count() + " finite numbers, as in the job."
                        : key.count() / key.width() + " lists of " + key.width()
                                + " finite numbers, the last of each above 0, as in the job.");
    }

    @Override
    public void assign(Object value, RowValues row) {
        if (key.isNumber()) {
            assign(0, value, row);
            return;
        }
        int index = 0;
        for (Object element : (List<?>) value) {
            for (Object number : element instanceof List<?> inner ? inner : List.of(element)) {
                assign(index++, number, row);
            }
        }
    }

    @Override
    public String misfit(int index, Object value) {
        return fits(index, value)
                ? ""
                : Literal.shown(value) + (value instanceof String ? " is not a number" : " does not fit")
                        + "; it must be " + key.describe(index) + ".";
    }

    private boolean fits(int index, Object value) {
        return value instanceof Number number && key.allows(index, number.doubleValue());
    }

    @Override
    public void assign(int index, Object value, RowValues row) {
        row.set(offset + index, ((Number) value).floatValue());
    }

    @Override
    public boolean isWord() {
        return false;
    }
}
