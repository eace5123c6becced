package io.github.diffusionelites.batch.manifest;

import io.github.diffusionelites.search.SearchInstance;
import java.util.Arrays;

/** Which row has an id. */
final class RowIds {

    private static final int FIRST_CAPACITY = 1024;

    /** By id, the place of its row and 1, as an unsigned integer, or 0. */
    private int[] places = new int[FIRST_CAPACITY];

    /** Adds an id, if it is new. */
    void add(int id, long place) {
        if (id >= places.length) {
            places = Arrays.copyOf(places, Math.max(id + 1, Math.min(2 * places.length, SearchInstance.ID_LIMIT)));
        }
        if (places[id] == 0) {
            places[id] = (int) (place + 1);
        }
    }

    /** Returns where the first row with an id is, or -1. */
    long placeOf(int id) {
        return id < places.length ? Integer.toUnsignedLong(places[id]) - 1 : -1;
    }
}
