package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.reward.Ball;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads the parts of a reward. */
final class RewardSections {

    /** Where no digest is given. */
    private static final String ANY = "any";

    private static final String BALLS = "a list of balls, each [coordinates..., radius], with equally many coordinates";
    private static final List<String> TERMS =
            List.of("goal_distance", "quadratic", "linear", "obstacles", "path_length", "code", "process", "java");

    private final Path job;

    /**
     * Reads tables of a job.
     *
     * @param job its file, against which the paths of others are resolved
     */
    RewardSections(Path job) {
        this.job = job;
    }

    /** Returns the summand of a table, or nothing, and a problem, if it is none. */
    Optional<RewardPart> read(Section section) {
        String term = section.word("term", TERMS, null);
        if (term == null) {
            return Optional.empty();
        }
        if (term.equals("code")) {
            Optional<RewardPart> code = code(section);
            section.finish();
            return code;
        }
        if (term.equals("process")) {
            Optional<RewardPart> process = new ProcessSection(job).read(section);
            section.finish();
            return process;
        }
        if (term.equals("java")) {
            Optional<RewardPart> named = named(section);
            section.finish();
            return named;
        }
        double weight = section.number("weight", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1.0);
        RewardPart part = switch (term) {
            case "goal_distance" -> new RewardPart.GoalDistance(weight, section.numbers("goal"));
            case "quadratic" -> new RewardPart.Quadratic(weight, section.numbers("centre"));
            case "linear" -> new RewardPart.Linear(weight, section.numbers("slope"));
            case "obstacles" -> new RewardPart.Obstacles(weight, balls(section));
            default -> new RewardPart.PathLength(weight);
        };
        section.finish();
        return Optional.of(part);
    }

    /** Reads code; whether it may run is not for the job to say. */
    private Optional<RewardPart> code(Section section) {
        String name = section.text("file", null);
        String expected = section.text("sha256", ANY);
        List<Double> parameters = section.has("parameters") ? section.numbers("parameters") : List.of();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path file = job.toAbsolutePath().resolveSibling(name).normalize();
            DeviceCode code = DeviceCode.read(file);
            String found = HexFormat.of().formatHex(Digests.sha256().digest(bytes(code)));
            if (!expected.equals(ANY) && !expected.equals(found)) {
                section.refuse(
                        "sha256", expected, "that of the file, " + found + "; the file is another one than then");
            }
            return Optional.of(new RewardPart.Code(file, found, code, parameters));
        } catch (InvalidPathException e) {
            section.refuse("file", name, "the path of a file");
        } catch (DeviceCodeException e) {
            section.refuse(
                    "file", name, "a file with CUDA C++ (.cu), PTX (.ptx), a cubin or a fatbin: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static Optional<RewardPart> named(Section section) {
        String name = section.text("name", null);
        List<Double> parameters = section.has("parameters") ? section.numbers("parameters") : List.of();
        HostRewardSettings settings = CallSettings.read(section, HostRewardSettings.DEFAULT);
        return name.isEmpty() ? Optional.empty() : Optional.of(new RewardPart.Java(name, parameters, settings));
    }

    private static byte[] bytes(DeviceCode code) {
        return switch (code) {
            case DeviceCode.Source source -> source.text().getBytes(StandardCharsets.UTF_8);
            case DeviceCode.Binary binary -> binary.image();
        };
    }

    private static List<Ball> balls(Section section) {
        List<Ball> balls = new ArrayList<>();
        for (List<Double> numbers : section.numberLists("balls", BALLS)) {
            double radius = numbers.getLast();
            if (numbers.size() < 2) {
                section.refuse("balls", numbers, BALLS);
                return List.of();
            }
            if (!(radius > 0)) {
                section.refuse("balls", numbers, "made of balls whose last number, the radius, is above 0");
                return List.of();
            }
            balls.add(new Ball(numbers.subList(0, numbers.size() - 1), radius));
        }
        return balls;
    }
}
