package io.github.diffusionelites.device;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Where the intermediate values of a chunk lie: offsets for one row, so that a chunk of R rows needs R times as much.
 * Two values share memory where their lifetimes, first to last mention, do not meet.
 *
 * @param offsets first float of each value for one row, by its number; multiples of 16
 * @param floatsPerRow floats that a row needs in all, a multiple of 16
 */
public record Workspace(Map<Integer, Integer> offsets, int floatsPerRow) {

    /** Floats that every value's place is a multiple of, so that each has cache lines of its own. */
    public static final int ALIGNMENT = 16;

    private record Life(int id, int width, int first, int last) {}

    /**
     * Returns where a value begins.
     *
     * @param id its number
     * @return the first float for one row
     * @throws NullPointerException if the recording has no such value
     */
    public int offset(int id) {
        return Objects.requireNonNull(offsets.get(id));
    }

    /**
     * Plans the intermediate values of a recording, largest first, each at the lowest offset that is free.
     *
     * @param precision that feature maps are stored in: two elements share a float in {@link Precision#BFLOAT16}
     * @throws IllegalArgumentException if a row needs 2^31 floats or more
     */
    public static Workspace plan(Recording recording, Precision precision) {
        // By operation: most values live for a few of thousands, so that looking through all of them would take long.
        List<List<Life>> placed = new ArrayList<>();
        recording.individualPart().forEach(operation -> placed.add(new ArrayList<>()));
        Map<Integer, Integer> offsets = new HashMap<>();
        int end = 0;
        List<Life> lives = lives(recording, precision);
        lives.sort(Comparator.comparingInt(Life::width).reversed().thenComparingInt(Life::id));
        for (Life life : lives) {
            int offset = 0;
            Set<Life> met = new HashSet<>();
            placed.subList(life.first, life.last + 1).forEach(met::addAll);
            List<Life> rivals = new ArrayList<>(met);
            rivals.sort(Comparator.comparingInt(rival -> offsets.get(rival.id)));
            for (Life rival : rivals) {
                if ((long) offset + life.width <= Objects.requireNonNull(offsets.get(rival.id))) {
                    break;
                }
                offset = Math.max(offset, checked((long) Objects.requireNonNull(offsets.get(rival.id)) + rival.width));
            }
            offsets.put(life.id, offset);
            placed.subList(life.first, life.last + 1).forEach(alive -> alive.add(life));
            end = Math.max(end, checked((long) offset + life.width));
        }
        return new Workspace(Map.copyOf(offsets), end);
    }

    private static int checked(long floats) {
        if (floats > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("The intermediate values of a row need " + floats
                    + " floats at once, but must need fewer than 2^31; use a smaller network.");
        }
        return (int) floats;
    }

    private static List<Life> lives(Recording recording, Precision precision) {
        Map<Integer, Life> lives = new HashMap<>();
        for (int i = 0; i < recording.individualPart().size(); i++) {
            int now = i;
            for (int id : recording.individualPart().get(i).scratch()) {
                boolean halved = precision == Precision.BFLOAT16
                        && recording.featureMaps().contains(id);
                int floats = Math.ceilDiv(
                        Objects.requireNonNull(recording.scratchWidths().get(id)), halved ? 2 : 1);
                int width = checked((long) Math.ceilDiv(floats, ALIGNMENT) * ALIGNMENT);
                lives.merge(id, new Life(id, width, now, now), (old, same) -> new Life(id, width, old.first, now));
            }
        }
        return new ArrayList<>(lives.values());
    }
}
