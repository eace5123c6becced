package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Reads what jobs of one search and of many have in common. */
final class JobSections {

    /** Populations must fit a signed 32-bit count of individuals in one batch. */
    static final int LARGEST_POPULATION = 1 << 24;

    private JobSections() {}

    /**
     * Reads [model].
     *
     * @param file of the job, against which the path of the model is resolved
     */
    static Job.Model model(Section section, Path file) {
        String kind = section.word("kind", List.of("network", "identity"), "network");
        Job.Model model;
        if ("identity".equals(kind)) {
            model = new Job.Model.Identity(
                    section.integer("channels", 1, 4096, null), section.integer("length", 1, 65536, null));
        } else {
            model = new Job.Model.Network(
                    directory(section, file), section.number("eta", 0, 1, 0.0), section.flag("shell", false));
        }
        if (kind != null) {
            section.finish();
        }
        return model;
    }

    private static Path directory(Section section, Path file) {
        String directory = section.text("directory", null);
        try {
            return file.toAbsolutePath().resolveSibling(directory).normalize();
        } catch (InvalidPathException e) {
            section.refuse("directory", directory, "the path of a directory");
            return file;
        }
    }

    /**
     * Reads every [[reward]].
     *
     * @param file of the job, against which the paths of code are resolved
     */
    static List<RewardPart> rewards(List<Section> sections, Path file) {
        RewardSections rewards = new RewardSections(file);
        List<RewardPart> parts =
                sections.stream().flatMap(part -> rewards.read(part).stream()).toList();
        if (sections.size() > 1) {
            parts.stream()
                    .filter(part -> !(part instanceof RewardPart.Summand))
                    .findFirst()
                    .ifPresent(part -> sections.getFirst()
                            .refuse("term", part.name(), "the only [[reward]] where one is " + part.name()));
        }
        return parts;
    }

    /** Reads [device]. */
    static Job.DeviceChoice device(Section section) {
        Job.DeviceChoice device = new Job.DeviceChoice(
                section.text("id", "auto"),
                section.integer("lanes", 0, 1024, 0),
                section.integer("chunk_rows", 0, LARGEST_POPULATION, 0),
                section.constant("precision", Precision.values(), Precision.AUTO),
                section.constant("noise", Noise.values(), Noise.PORTABLE),
                section.constant("products", Products.values(), Products.KERNELS));
        section.finish();
        return device;
    }

    /** Reads [output]. */
    static Job.Output output(Section section) {
        Job.Output output = new Job.Output(section.flag("pictures", true), section.flag("inpainting", false));
        section.finish();
        return output;
    }
}
