package io.github.diffusionelites.bench;

import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.run.Benchmark;
import io.github.diffusionelites.run.Sampling;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How many evaluations of a network a device makes in a second. */
public final class NetworkThroughput implements Benchmark {

    /** Many chunks for each lane, as in a search. */
    private static final int ROWS = 512;

    private static final double SECONDS = 2;

    /** For {@link java.util.ServiceLoader}. */
    public NetworkThroughput() {}

    @Override
    public String name() {
        return "network-throughput";
    }

    @Override
    public String description() {
        return "Evaluations a second of the reference network R32, or of the model that --model names.";
    }

    @Override
    public boolean takesPrecision() {
        return true;
    }

    @Override
    public boolean takesModel() {
        return true;
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        DiffusionModel model = settings.model() == null ? Networks.r32() : DiffusionModel.load(settings.model());
        List<Precision> precisions = settings.precision() == Precision.AUTO
                ? List.of(Precision.FLOAT32, Precision.BFLOAT16)
                : List.of(settings.precision());
        Device device = settings.device();
        table.printf(
                Locale.ROOT,
                "%s, %s, %s; %d rows, the best of %d times %.0f s.%n%n",
                device.info().name(),
                device.info().instructionSet(),
                device.info().libraries(),
                ROWS,
                settings.repetitions(),
                SECONDS);
        table.println("| precision | evaluations/s |");
        table.println("| --- | --- |");
        for (Precision precision : precisions) {
            table.printf(
                    Locale.ROOT,
                    "| %s | %.0f |%n",
                    precision.name().toLowerCase(Locale.ROOT),
                    best(device, model, precision, settings.repetitions()));
            table.flush();
        }
    }

    private static double best(Device device, DiffusionModel model, Precision precision, int repetitions) {
        PlanOptions options = PlanOptions.AUTO.withPrecision(precision);
        // A single step decodes with one evaluation for each row; drawing its latent is a thousandth of that.
        try (Sampling sampling = new Sampling(device, model.decoder(0), ROWS, 1, 0, options)) {
            double best = 0;
            for (int repetition = 0; repetition < repetitions; repetition++) {
                long end = System.nanoTime() + (long) (SECONDS * 1e9);
                do {
                    long start = System.nanoTime();
                    sampling.draw(repetition);
                    best = Math.max(best, ROWS * 1e9 / (System.nanoTime() - start));
                } while (System.nanoTime() < end);
            }
            return best;
        }
    }
}
