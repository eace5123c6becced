package io.github.diffusionelites.bench;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.run.Benchmark;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The operations of a search without its network: drawing latents, selecting elites, refitting, each once with cold
 * caches, beside one pass over the bytes that it must read and write.
 */
public final class SearchCore implements Benchmark {

    /** More than the caches of a processor hold. */
    private static final int TRASH = 96 << 20;

    /** Calls until the virtual machine has compiled what stands around an operation. */
    private static final int WARM_UP = 20_000;

    private final byte[] trash = new byte[TRASH];
    /** Takes what is computed, so that the computation cannot be left out. */
    @SuppressWarnings("UnusedVariable")
    private long sink;

    /** For {@link java.util.ServiceLoader}. */
    public SearchCore() {}

    @Override
    public String name() {
        return "search-core";
    }

    @Override
    public String description() {
        return "Normals a second, and selection and diagonal refit against one pass over their bytes.";
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        Device device = settings.device();
        table.printf(
                Locale.ROOT,
                "%s, %s; the best of %d, with cold caches, beside one thread's pass.%n%n",
                device.info().name(),
                device.info().instructionSet(),
                settings.repetitions());
        table.println("| operation | individuals x dimension | ms | MB | one pass over them, ms | ratio |");
        table.println("| --- | --- | --- | --- | --- | --- |");
        try (Population small = new Population(device, 64, 4, 6)) {
            Consumer<Recorder> select = recorder -> recorder.select(small.rewards, small.settings, small.selection);
            Recorder recorder = new Recorder(1, small.individuals);
            select.accept(recorder);
            try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
                for (int i = 0; i < WARM_UP; i++) {
                    program.run(1, i);
                    sink += pass(new long[256], new long[64]);
                }
            }
            // What any call costs whose code has left the caches too.
            double call = best(device, small, settings.repetitions(), true, select);
            table.printf(Locale.ROOT, "| a call, selecting | 64 x 4 | %.3f | | | |%n", 1e3 * call);
        }
        for (int[] size : new int[][] {{16_384, 64}, {65_536, 64}, {1_000_000, 64}, {1_000_000, 16}}) {
            measure(device, size[0], size[1], settings.repetitions(), table);
        }
    }

    private void measure(Device device, int individuals, int width, int repetitions, PrintWriter table) {
        int elites = individuals / 10;
        try (Population population = new Population(device, individuals, width, elites)) {
            Consumer<Recorder> sample = recorder -> recorder.sampleDiagonal(
                    recorder.rows(population.latents),
                    population.proposal.mean(),
                    population.proposal.deviation(),
                    population.ids);
            double draw = best(device, population, repetitions, true, sample);
            row(table, "draw", individuals, width, draw, 0, individuals * (long) width, repetitions);
            double select = best(
                    device,
                    population,
                    repetitions,
                    true,
                    recorder -> recorder.select(population.rewards, population.settings, population.selection));
            row(table, "select", individuals, width, select, individuals, elites, repetitions);
            double refit = best(device, population, repetitions, true, recorder -> {
                recorder.moments(
                        recorder.rows(population.latents),
                        population.selection,
                        population.eliteMean,
                        population.eliteVariance);
                recorder.updateDiagonal(
                        population.selection,
                        population.eliteMean,
                        population.eliteVariance,
                        population.floors,
                        population.proposal);
            });
            row(table, "refit", individuals, width, refit, elites * (width + 1L), 2L * width, repetitions);
            table.printf(
                    Locale.ROOT,
                    "| normals a second, warm | %d x %d | %.0f M | | | |%n",
                    individuals,
                    width,
                    individuals * (double) width / best(device, population, repetitions, false, sample) / 1e6);
            table.flush();
        }
    }

    private double best(
            Device device, Population population, int repetitions, boolean cold, Consumer<Recorder> operation) {
        Recorder recorder = new Recorder(1, population.individuals);
        operation.accept(recorder);
        double best = Double.MAX_VALUE;
        try (Program program = device.compile(recorder.finish(), PlanOptions.AUTO)) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                if (cold) {
                    coolDown();
                }
                long start = System.nanoTime();
                program.run(1, repetition);
                best = Math.min(best, (System.nanoTime() - start) / 1e9);
            }
        }
        return best;
    }

    /** A row of the table; {@code read} and {@code written} count floats. */
    private void row(
            PrintWriter table,
            String name,
            int individuals,
            int width,
            double seconds,
            long read,
            long written,
            int repetitions) {
        double pass = onePass((int) (read / 2), (int) (written / 2), repetitions);
        table.printf(
                Locale.ROOT,
                "| %s | %d x %d | %.3f | %.2f | %.3f | %.1f |%n",
                name,
                individuals,
                width,
                1e3 * seconds,
                4e-6 * (read + written),
                1e3 * pass,
                seconds / pass);
    }

    /** Seconds of one thread that reads and writes so many longs, one after the other, with cold caches. */
    private double onePass(int read, int written, int repetitions) {
        long[] source = new long[read];
        long[] target = new long[written];
        double best = Double.MAX_VALUE;
        for (int repetition = 0; repetition < Math.max(repetitions, 20); repetition++) {
            coolDown();
            long start = System.nanoTime();
            sink += pass(source, target);
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    private static long pass(long[] source, long[] target) {
        long sum = 0;
        for (long value : source) {
            sum += value;
        }
        Arrays.fill(target, sum);
        return sum;
    }

    private void coolDown() {
        for (int i = 0; i < TRASH; i += 64) {
            trash[i]++;
        }
        sink += trash[TRASH / 2];
    }

    /** A population with random rewards. */
    private static final class Population implements AutoCloseable {
        final int individuals;
        final Buffer latents;
        final Buffer eliteMean;
        final Buffer eliteVariance;
        final Buffer floors;
        final Proposal.Diagonal proposal;
        final Buffer ids;
        final Buffer rewards;
        final Buffer settings;
        final Selection selection;

        Population(Device device, int individuals, int width, int elites) {
            this.individuals = individuals;
            latents = device.allocate(ElementType.F32, 1, individuals, width);
            eliteMean = device.allocate(ElementType.F32, 1, width);
            eliteVariance = device.allocate(ElementType.F32, 1, width);
            floors = device.allocate(ElementType.F32, 1, 2);
            proposal = new Proposal.Diagonal(
                    device.allocate(ElementType.F32, 1, width),
                    device.allocate(ElementType.F32, 1, width),
                    device.allocate(ElementType.F32, 1, Proposal.DIVERGENCE),
                    device.allocate(ElementType.I32, 1));
            ids = device.allocate(ElementType.I32, 1);
            rewards = device.allocate(ElementType.F32, 1, individuals);
            settings = device.allocate(ElementType.I32, 1, 4);
            selection = Selection.allocate(device, 1, individuals);
            float[] ones = new float[width];
            Arrays.fill(ones, 1);
            proposal.deviation().write(0, ones);
            Random random = new Random(1);
            float[] values = new float[individuals];
            for (int i = 0; i < individuals; i++) {
                values[i] = (float) random.nextGaussian();
            }
            rewards.write(0, values);
            settings.write(0, new int[] {individuals, elites, 1, 0});
        }

        @Override
        public void close() {
            selection.close();
            settings.close();
            rewards.close();
            ids.close();
            proposal.outcome().close();
            proposal.divergence().close();
            proposal.deviation().close();
            proposal.mean().close();
            floors.close();
            eliteVariance.close();
            eliteMean.close();
            latents.close();
        }
    }
}
