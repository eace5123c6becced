package io.github.diffusionelites.bench.suite.check;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.DriverBinding;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.conformance.GenerationDigest;
import io.github.diffusionelites.search.DiffusionElites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One digest, whatever the repetition, the chunks, the lanes, the binding and the geometry of launches. */
final class DeterminismCheck implements Check {

    private static final String GEOMETRY = "elites.cuda.geometry";
    private static final String USUAL = "256,65536,8192";
    private static final List<String> GEOMETRIES =
            List.of(USUAL, "32,65536,8192", "32,1,8192", "64,2,8192", "96,3,12", "192,5,1");

    @Override
    public String name() {
        return "determinism";
    }

    @Override
    public String about() {
        return "one digest over repetitions, chunks, lanes, bindings and launch geometries";
    }

    @Override
    public int seconds() {
        return 150;
    }

    @Override
    public String run(CheckSettings settings) {
        System.setProperty("elites.test.seed", Long.toString(settings.seed()));
        List<String> seen = new ArrayList<>();
        List<Precision> precisions = List.of(Precision.BFLOAT16, Precision.FLOAT32);
        // Keeps the driver's context alive, which takes longer to make than all else.
        try (Device kept = CudaDevice.open()) {
            for (Precision precision : precisions.subList(0, settings.sized(2, 1))) {
                Map<String, String> digests = new LinkedHashMap<>();
                List<String> unusable = every(settings, precision, digests);
                seen.add(one("A small search in " + precision, digests) + String.join("", unusable));
                seen.add(one("The example's search in " + precision, example(settings, kept, precision)));
            }
        }
        return String.join("\n", seen);
    }

    /** Adds digests by what was varied; returns what could not be. */
    private static List<String> every(CheckSettings settings, Precision precision, Map<String, String> digests) {
        List<String> unusable = new ArrayList<>();
        for (DriverBinding binding : DriverBinding.values()) {
            String name = CudaDevice.name(binding);
            try {
                add(digests, name, binding, USUAL, precision, 0, 0);
            } catch (CannotCheckException e) {
                unusable.add(" Without " + name + ": " + e.getMessage());
                continue;
            }
            for (int repetition = 1; repetition < settings.sized(20, 1); repetition++) {
                add(digests, name + ", repetition " + repetition, binding, USUAL, precision, 0, 0);
            }
        }
        for (String geometry : settings.tiny() ? GEOMETRIES.subList(3, 5) : GEOMETRIES) {
            add(digests, "geometry " + geometry, DriverBinding.FFM, geometry, precision, 17, 2);
        }
        for (int lanes = 1; lanes <= 2; lanes++) {
            for (int chunk : settings.tiny() ? new int[] {5} : new int[] {1, 5, 16, 64, 5000}) {
                String name = "chunks of " + chunk + ", lanes " + lanes;
                add(digests, name, DriverBinding.FFM, USUAL, precision, chunk, lanes);
            }
        }
        return unusable;
    }

    private static void add(
            Map<String, String> digests,
            String name,
            DriverBinding binding,
            String geometry,
            Precision precision,
            int chunkRows,
            int lanes) {
        System.setProperty(GEOMETRY, geometry);
        try (Device device = CudaDevice.open(binding)) {
            digests.put(name, GenerationDigest.of(device, precision, chunkRows, lanes));
        } finally {
            System.clearProperty(GEOMETRY);
        }
    }

    private static Map<String, String> example(CheckSettings settings, Device device, Precision precision) {
        ExampleSearch example =
                new ExampleSearch(settings, settings.sized(512, 4), settings.sized(10, 1), settings.sized(3, 1));
        Map<String, String> digests = new LinkedHashMap<>();
        int[] chunks = settings.tiny() ? new int[] {0, 3} : new int[] {0, 0, 7, 64, 100, 512};
        for (int chunk : chunks) {
            try (DiffusionElites search = example.on(device, new PlanOptions(chunk, chunk % 2 + 1, precision))) {
                while (!search.done()) {
                    search.step();
                }
                digests.put(
                        digests.size() + ", chunks of " + chunk,
                        "%08x%08x%08x"
                                .formatted(
                                        Arrays.hashCode(search.population().latents(0)),
                                        Arrays.hashCode(search.population().samples(0)),
                                        Arrays.hashCode(search.population().rewards(0))));
            }
        }
        return digests;
    }

    private static String one(String what, Map<String, String> digests) {
        String usual = digests.values().iterator().next();
        List<String> others = digests.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(usual))
                .map(Map.Entry::getKey)
                .toList();
        if (!others.isEmpty()) {
            throw new AssertionError(what + " has other bits under: " + String.join("; ", others) + ".");
        }
        return what + ": " + digests.size() + " runs, one digest " + usual.substring(0, 24) + ".";
    }
}
