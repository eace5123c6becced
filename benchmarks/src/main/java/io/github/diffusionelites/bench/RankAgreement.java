package io.github.diffusionelites.bench;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Device;
import io.github.diffusionelites.device.ElementType;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Program;
import io.github.diffusionelites.device.Recorder;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ShellDecoder;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.run.Benchmark;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.JobFile;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.search.DiffusionElites;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.Sense;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How alike bfloat16 and float32 rank the populations of the example job: Kendall's tau over all pairs, and the share
 * of the elites that are elites in both. The populations are those of a search in float32.
 */
public final class RankAgreement implements Benchmark {

    private static final String JOB = "unicycle-goal.toml";

    /** Two rankings of one population. */
    private record Agreement(double tau, double overlap) {}

    /** For {@link java.util.ServiceLoader}. */
    public RankAgreement() {}

    @Override
    public String name() {
        return "precision-agreement";
    }

    @Override
    public String description() {
        return "Rank agreement of bfloat16 with float32 on the example job, with the seeds 1 to the repetitions.";
    }

    @Override
    public void run(Settings settings, PrintWriter table) {
        Job job = JobFile.read(settings.examples().resolve(JOB));
        Job.Model.Network model = (Job.Model.Network) job.model();
        Decoder plain = DiffusionModel.load(model.directory()).decoder(model.eta());
        Decoder decoder = model.shell() ? new ShellDecoder(plain) : plain;
        Reward.BuiltIn reward = (Reward.BuiltIn) RewardPart.reward(job.rewards());
        FidelitySchedule fidelity = job.search().fidelity();
        Map<Integer, List<Agreement>> byGeneration = new TreeMap<>();
        Device device = settings.device();
        for (int seed = 1; seed <= settings.repetitions(); seed++) {
            compare(device, decoder, reward, job.withSeed(seed), byGeneration);
        }
        table.printf(
                Locale.ROOT,
                "%s, %s, %s. %s, seeds 1 to %d: medians, the worst in brackets.%n%n",
                device.info().name(),
                device.info().instructionSet(),
                device.info().libraries(),
                JOB,
                settings.repetitions());
        table.println("| generation | steps | Kendall's tau | elites in common |");
        table.println("| --- | --- | --- | --- |");
        byGeneration.forEach((generation, agreements) -> table.printf(
                Locale.ROOT,
                "| %d | %d | %s | %s |%n",
                generation,
                fidelity.stepsAt(generation),
                cell(agreements.stream().mapToDouble(Agreement::tau).toArray()),
                cell(agreements.stream().mapToDouble(Agreement::overlap).toArray())));
    }

    private static void compare(
            Device device,
            Decoder decoder,
            Reward.BuiltIn reward,
            Job job,
            Map<Integer, List<Agreement>> byGeneration) {
        try (DiffusionElites search = DiffusionElites.on(device)
                .decoder(decoder)
                .reward(reward)
                .settings(job.search())
                .instances(List.of(SearchInstance.of(job.firstId(), job.search(), reward)))
                .planOptions(PlanOptions.AUTO.withPrecision(Precision.FLOAT32))
                .build()) {
            while (!search.done()) {
                int generation = search.generation();
                search.step();
                if (generation % 4 == 0 || search.done()) {
                    float[] reduced = rewards(
                            device,
                            decoder,
                            reward,
                            job,
                            generation,
                            search.population().latents(0));
                    byGeneration
                            .computeIfAbsent(generation, any -> new ArrayList<>())
                            .add(agreement(
                                    search.population().rewards(0),
                                    reduced,
                                    search.population().elites(0).length,
                                    job.search().sense()));
                }
            }
        }
    }

    /** Decodes the latents of a generation in bfloat16, with the noise of the search, and scores what comes out. */
    private static float[] rewards(
            Device device, Decoder decoder, Reward.BuiltIn reward, Job job, int generation, float[] latents) {
        int steps = job.search().fidelity().stepsAt(generation);
        int d = decoder.dimension();
        int rows = latents.length / d;
        float[] values = reward.parameters();
        try (Buffer given = device.allocate(ElementType.F32, 1, rows, d);
                Buffer samples = device.allocate(ElementType.F32, 1, rows, decoder.channels(), decoder.length());
                Buffer parameters = device.allocate(ElementType.F32, 1, values.length);
                Buffer ids = device.allocate(ElementType.I32, 1);
                Buffer rewards = device.allocate(ElementType.F32, 1, rows)) {
            given.write(0, latents);
            ids.write(0, new int[] {job.firstId()});
            parameters.write(0, values);
            Recorder recorder = new Recorder(1, rows);
            Rows.Stored stored = recorder.rows(samples);
            decoder.record(recorder, recorder.rows(given), stored, steps, NoiseIdentity.own(ids));
            recorder.score(stored, decoder.channels(), decoder.length(), reward.terms(), parameters, rewards);
            PlanOptions options = PlanOptions.AUTO.withPrecision(Precision.BFLOAT16);
            try (Program program = device.compile(recorder.finish(), options)) {
                program.run(job.search().seed(), generation);
            }
            return rewards.floats();
        }
    }

    private static Agreement agreement(float[] one, float[] other, int elites, Sense sense) {
        long concordant = 0;
        long pairs = 0;
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < i; j++) {
                concordant += (long) (Math.signum(one[i] - one[j]) * Math.signum(other[i] - other[j]));
                pairs++;
            }
        }
        Set<Integer> both = best(one, elites, sense);
        both.retainAll(best(other, elites, sense));
        return new Agreement((double) concordant / pairs, (double) both.size() / elites);
    }

    private static Set<Integer> best(float[] rewards, int count, Sense sense) {
        Comparator<Integer> ascending = Comparator.comparingDouble(i -> rewards[i]);
        return IntStream.range(0, rewards.length)
                .boxed()
                .sorted(sense == Sense.MAXIMIZE ? ascending.reversed() : ascending)
                .limit(count)
                .collect(Collectors.toSet());
    }

    private static String cell(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.4f (%.4f)", sorted[sorted.length / 2], sorted[0]);
    }
}
