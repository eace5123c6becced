package io.github.diffusionelites.reference;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Constant;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.Recording;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The buffers that a recording mentions. Operations are records of records, so that a walk over their components finds
 * all of them, also those of operations that are yet to come.
 */
public final class RecordedBuffers {

    private RecordedBuffers() {}

    /** Returns the buffers, each once. */
    public static Set<Buffer> of(Recording recording) {
        Set<Buffer> found = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(recording.individualPart(), found);
        collect(recording.populationPart(), found);
        return found;
    }

    private static void collect(Object value, Set<Buffer> found) {
        switch (value) {
            case null -> {}
            case Buffer buffer -> found.add(buffer);
            case Constant ignored -> {}
            case HostReward ignored -> {}
            case List<?> list -> list.forEach(element -> collect(element, found));
            case Record composite -> {
                for (RecordComponent component : composite.getClass().getRecordComponents()) {
                    collect(get(composite, component), found);
                }
            }
            default -> {}
        }
    }

    private static Object get(Record composite, RecordComponent component) {
        try {
            return component.getAccessor().invoke(composite);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("The component " + component + " cannot be read.", e);
        }
    }
}
