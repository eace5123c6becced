package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.SelectionRule;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.search.FidelitySchedule;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchInstance;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Sense;
import io.github.diffusionelites.search.Stage;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/** Reads job files. Keys that are unknown, values that do not fit and keys that are missing are all refused. */
public final class JobFile {

    /** Populations must fit a signed 32-bit count of individuals in one batch. */
    private static final int LARGEST_POPULATION = 1 << 24;

    private final Path file;
    private final Problems problems;

    private JobFile(Path file) {
        this.file = file;
        this.problems = new Problems(file.toString());
    }

    /**
     * Reads a file.
     *
     * @throws JobException if the file cannot be read or is not a job; one sentence for each problem
     */
    public static Job read(Path file) {
        return new JobFile(file).read(JobSource.read(file));
    }

    /**
     * Reads a job that is already in memory.
     *
     * @param file to name in refusals, and to resolve the path of the model against
     * @param bytes the whole file
     * @throws JobException as {@link #read(Path)} does
     */
    static Job read(Path file, byte[] bytes) {
        return new JobFile(file).read(JobSource.text(file, bytes));
    }

    private Job read(String text) {
        TomlParseResult toml = parsed(text);
        toml.errors()
                .forEach(error -> problems.add(
                        error.position().line(),
                        "this is not TOML: " + firstLine(String.valueOf(error.getMessage())) + "."));
        problems.throwIfAny();
        Section whole = new Section(toml, "", 1, problems);
        Job.Model model = model(whole.table("model", true));
        Section section = whole.table("search", true);
        List<Stage> stages = stages(whole.tables("fidelity"));
        SearchSettings search = search(section, stages);
        int searches = section.integer("searches", 1, SearchInstance.ID_LIMIT, 1);
        int firstId = section.integer("first_id", 0, SearchInstance.ID_LIMIT - 1, 0);
        if ((long) searches + firstId > SearchInstance.ID_LIMIT) {
            section.refuse(
                    "first_id",
                    (long) firstId,
                    "at most " + (SearchInstance.ID_LIMIT - searches)
                            + ", so that the ids of all searches are below 2^24");
        }
        section.finish();
        RewardSections rewards = new RewardSections(file);
        List<Section> rewardSections = whole.tables("reward");
        List<RewardPart> parts = rewardSections.stream()
                .flatMap(part -> rewards.read(part).stream())
                .toList();
        if (rewardSections.size() > 1) {
            parts.stream()
                    .filter(part -> !(part instanceof RewardPart.Summand))
                    .findFirst()
                    .ifPresent(part -> rewardSections
                            .getFirst()
                            .refuse("term", part.name(), "the only [[reward]] where one is " + part.name()));
        }
        Job.DeviceChoice device = device(whole.table("device", false));
        Job.Output output = output(whole.table("output", false));
        whole.finish();
        problems.throwIfAny();
        return new Job(model, search, searches, firstId, parts, device, output);
    }

    private TomlParseResult parsed(String text) {
        try {
            return Toml.parse(text);
        } catch (RuntimeException | AssertionError e) {
            // The parser fails inside, for want of a node or in an assertion, where it cannot recover from a broken
            // line.
            throw new JobException(
                    "The job file " + file + " is not TOML, and so broken that no line can be named for it; start from"
                            + " an example.",
                    e);
        }
    }

    private Job.Model model(Section section) {
        String kind = section.word("kind", List.of("network", "identity"), "network");
        Job.Model model;
        if ("identity".equals(kind)) {
            model = new Job.Model.Identity(
                    section.integer("channels", 1, 4096, null), section.integer("length", 1, 65536, null));
        } else {
            model = new Job.Model.Network(
                    directory(section), section.number("eta", 0, 1, 0.0), section.flag("shell", false));
        }
        if (kind != null) {
            section.finish();
        }
        return model;
    }

    private Path directory(Section section) {
        String directory = section.text("directory", null);
        try {
            return file.toAbsolutePath().resolveSibling(directory).normalize();
        } catch (InvalidPathException e) {
            section.refuse("directory", directory, "the path of a directory");
            return file;
        }
    }

    private List<Stage> stages(List<Section> sections) {
        long generations = 0;
        List<Stage> stages = new ArrayList<>();
        for (Section section : sections) {
            int count = section.integer("generations", 1, FidelitySchedule.GENERATION_LIMIT - 1, null);
            stages.add(new Stage(section.integer("steps", 1, 4096, null), count));
            generations += count;
            if (generations >= FidelitySchedule.GENERATION_LIMIT) {
                section.refuse(
                        "generations",
                        (long) count,
                        "so small that all stages together have at most " + (FidelitySchedule.GENERATION_LIMIT - 1));
                generations = 0;
            }
            section.finish();
        }
        return stages;
    }

    private SearchSettings search(Section section, List<Stage> stages) {
        int population = section.integer("population", 1, LARGEST_POPULATION, 256);
        int elites = elites(section, population);
        String sense = section.word("sense", words(Sense.values()), null);
        String rule = section.word("rule", words(SelectionRule.values()), "exact");
        ProposalSettings proposal = proposal(section);
        long seed = section.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0L);
        int finalists = section.integer("finalists", 0, LARGEST_POPULATION, 32);
        // Stand-ins where something was refused; they are never seen, for the reading ends with the problems.
        return new SearchSettings(
                population,
                elites,
                rule == null ? SelectionRule.EXACT : SelectionRule.valueOf(rule.toUpperCase(Locale.ROOT)),
                sense == null ? Sense.MAXIMIZE : Sense.valueOf(sense.toUpperCase(Locale.ROOT)),
                proposal,
                stages.isEmpty() ? FidelitySchedule.constant(1, 1) : scheduleOf(stages),
                seed,
                finalists);
    }

    private static FidelitySchedule scheduleOf(List<Stage> stages) {
        long generations = stages.stream().mapToLong(Stage::generations).sum();
        return generations < FidelitySchedule.GENERATION_LIMIT
                ? new FidelitySchedule(stages)
                : FidelitySchedule.constant(1, 1);
    }

    private static int elites(Section section, int population) {
        if (!section.has("elites")) {
            double fraction = section.number("elite_fraction", 0, 1, 0.1);
            if (fraction == 0) {
                section.refuse("elite_fraction", fraction, "a number above 0, at most 1");
            }
            return fraction == 0 ? 1 : SearchSettings.elitesOf(fraction, population);
        }
        if (section.has("elite_fraction")) {
            section.refuse(
                    "elites",
                    (long) section.integer("elites", 1, Integer.MAX_VALUE, 1),
                    "left out where \"elite_fraction\" is given");
        }
        int elites = section.integer("elites", 1, Integer.MAX_VALUE, null);
        if (elites > population) {
            section.refuse("elites", (long) elites, "at most the population, which is " + population);
            return population;
        }
        return elites;
    }

    private static ProposalSettings proposal(Section section) {
        String proposal = section.word("proposal", List.of("full", "diagonal"), "full");
        if ("diagonal".equals(proposal)) {
            return new ProposalSettings.Diagonal(
                    section.number(
                            "variance_floor",
                            0,
                            Double.POSITIVE_INFINITY,
                            ProposalSettings.Diagonal.DEFAULT_VARIANCE_FLOOR),
                    section.number(
                            "deviation_floor",
                            0,
                            Double.POSITIVE_INFINITY,
                            ProposalSettings.Diagonal.DEFAULT_DEVIATION_FLOOR));
        }
        return new ProposalSettings.Full(
                section.number("jitter", 0, Double.POSITIVE_INFINITY, ProposalSettings.Full.DEFAULT_JITTER));
    }

    private static Job.DeviceChoice device(Section section) {
        Job.DeviceChoice device = new Job.DeviceChoice(
                section.text("id", "auto"),
                section.integer("lanes", 0, 1024, 0),
                section.integer("chunk_rows", 0, LARGEST_POPULATION, 0),
                precision(section),
                noise(section),
                products(section));
        section.finish();
        return device;
    }

    private static Precision precision(Section section) {
        String precision = section.word("precision", words(Precision.values()), "auto");
        return precision == null ? Precision.AUTO : Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    }

    private static Noise noise(Section section) {
        String noise = section.word("noise", words(Noise.values()), "portable");
        return noise == null ? Noise.PORTABLE : Noise.valueOf(noise.toUpperCase(Locale.ROOT));
    }

    private static Products products(Section section) {
        String products = section.word("products", words(Products.values()), "kernels");
        return products == null ? Products.KERNELS : Products.valueOf(products.toUpperCase(Locale.ROOT));
    }

    private static Job.Output output(Section section) {
        Job.Output output = new Job.Output(section.flag("pictures", true), section.flag("inpainting", false));
        section.finish();
        return output;
    }

    private static List<String> words(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String firstLine(String message) {
        return Quoted.escaped(message.lines().findFirst().orElse("").replaceAll("\\.$", ""));
    }
}
