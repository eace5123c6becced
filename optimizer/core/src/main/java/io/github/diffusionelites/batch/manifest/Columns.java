package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.run.input.NearestName;
import io.github.diffusionelites.run.input.Setting;
import io.github.diffusionelites.run.input.WholeRange;
import io.github.diffusionelites.run.job.ParameterKey;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that the manifest of a job may have. Reward parameters have the key of their [[reward]]; where several
 * have that key, and wherever one likes, {@code reward1.} stands before it, counted from 1.
 */
final class Columns {

    /** Of longer lists the first and the last cell are named. */
    private static final int MOST_NAMED = 4;

    /**
     * A cell of a table.
     *
     * @param column that it belongs to
     * @param index among the cells of the column
     */
    record Cell(Column column, int index) {

        String name() {
            return column.cellName(index);
        }
    }

    private final Map<String, Column> byName = new HashMap<>();
    private final Map<String, List<String>> ambiguous = new HashMap<>();
    private final List<Column> shown = new ArrayList<>();
    private final List<ParameterColumn> parameters = new ArrayList<>();

    Columns(SearchSettings settings, List<RewardPart> rewards) {
        boolean full = settings.proposal() instanceof ProposalSettings.Full;
        for (Setting setting : Setting.values()) {
            boolean used = switch (setting) {
                case JITTER -> full;
                case VARIANCE_FLOOR, DEVIATION_FLOOR -> !full;
                default -> true;
            };
            if (used) {
                shown.add(new SettingColumn(
                        setting,
                        setting == Setting.POPULATION ? new WholeRange(1, settings.population()) : setting.allowed()));
            }
        }
        addParameters(rewards);
        shown.forEach(column -> byName.put(column.name(), column));
    }

    private void addParameters(List<RewardPart> rewards) {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        List<ParameterColumn> numbered = new ArrayList<>();
        int offset = 0;
        for (int i = 0; i < rewards.size(); i++) {
            for (ParameterKey key : rewards.get(i).parameterKeys()) {
                String name = "reward" + (i + 1) + "." + key.key();
                numbered.add(new ParameterColumn(name, offset, key));
                byKey.computeIfAbsent(key.key(), same -> new ArrayList<>()).add(name);
                offset += key.count();
            }
        }
        for (ParameterColumn column : numbered) {
            String key = column.key().key();
            List<String> same = byKey.getOrDefault(key, List.of());
            parameters.add(same.size() == 1 ? new ParameterColumn(key, column.offset(), column.key()) : column);
            byName.put(column.name(), parameters.getLast());
            if (same.size() > 1) {
                ambiguous.put(key, same);
            }
        }
        shown.addAll(parameters);
    }

    /** Returns the columns of reward parameters, in the order of the parameters. */
    List<ParameterColumn> parameters() {
        return List.copyOf(parameters);
    }

    /** Returns the names of all reward parameters. */
    List<String> parameterNames() {
        List<String> names = new ArrayList<>();
        for (ParameterColumn column : parameters) {
            for (int i = 0; i < column.cells(); i++) {
                names.add(column.cellName(i));
            }
        }
        return names;
    }

    /** Returns the column of a name; null if there is none. */
    @Nullable
    Column find(String name) {
        return byName.get(name);
    }

    /** Returns the cell of a name; null if there is none. */
    @Nullable
    Cell findCell(String name) {
        Column alone = byName.get(name);
        if (alone != null) {
            return alone.cells() == 1 && alone.cellName(0).equals(alone.name()) ? new Cell(alone, 0) : null;
        }
        int dot = name.lastIndexOf('.');
        Column column = dot < 0 ? null : byName.get(name.substring(0, dot));
        String index = name.substring(dot + 1);
        if (column == null || !index.matches("0|[1-9][0-9]{0,8}")) {
            return null;
        }
        int number = Integer.parseInt(index);
        boolean isCell = number < column.cells() && !column.cellName(number).equals(column.name());
        return isCell ? new Cell(column, number) : null;
    }

    /**
     * Says that a name is none of a column.
     *
     * @param what it names, "key" or "column"
     */
    String unknown(String what, String name) {
        String whole = withoutIndex(name);
        String several = whole.equals(name) || !byName.containsKey(whole)
                ? ""
                : "; its numbers stand in a list, \"" + whole + "\"";
        return unknown(what, name, shown.stream().map(Column::name).toList(), several);
    }

    /** Says that a name is none of a cell. */
    String unknownCell(String name) {
        List<String> cells = new ArrayList<>();
        for (Column column : shown) {
            String first = column.cellName(0);
            if (column.cells() > MOST_NAMED) {
                cells.add(first + " to " + column.cellName(column.cells() - 1));
            } else {
                for (int i = 0; i < column.cells(); i++) {
                    cells.add(column.cellName(i));
                }
            }
        }
        Column whole = byName.get(name);
        String several = whole == null
                ? ""
                : "; its numbers have a column each, \"" + name + ".0\" to \"" + name + "." + (whole.cells() - 1)
                        + "\"";
        return unknown("column", name, cells, several);
    }

    private String unknown(String what, String name, List<String> allowed, String several) {
        String begin = "the " + what + " " + Quoted.shortened(name);
        List<String> same = ambiguous.get(withoutIndex(name));
        if (same != null) {
            return begin + " stands in more than one [[reward]]; say which by " + String.join(" or ", same) + ".";
        }
        String near = several.isEmpty()
                ? NearestName.of(name, allowed)
                        .map(nearest -> " (was \"" + nearest + "\" meant?)")
                        .orElse("")
                : several;
        return begin + " is unknown" + near + "; allowed are " + String.join(", ", allowed) + ".";
    }

    private static String withoutIndex(String name) {
        return name.replaceAll("\\.[0-9]+$", "");
    }
}
