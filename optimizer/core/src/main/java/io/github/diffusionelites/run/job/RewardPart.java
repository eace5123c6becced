package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.reward.Reward;
import io.github.diffusionelites.reward.Term;
import io.github.diffusionelites.reward.process.ProcessSettings;
import io.github.diffusionelites.reward.process.WireFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A part of a job's reward: a summand, or code, a process or Java that is the whole of it. */
public sealed interface RewardPart {

    /** Returns the name of this part in job files. */
    String name();

    /** Says what does not fit samples of a shape; empty if all fits. */
    String misfit(int channels, int length);

    /**
     * Returns the keys of the parameters of which each search of a batch may have its own, in the order in which they
     * stand in {@link Reward#deviceParameters}; none are left out.
     */
    List<ParameterKey> parameterKeys();

    /**
     * Returns the reward of the parts, at least one: their sum, or the one that is code. One that is {@link Outside} is
     * opened by {@link io.github.diffusionelites.run.JobReward}.
     *
     * @throws IllegalArgumentException if there are others beside one that is code, or one is outside
     */
    static Reward reward(List<RewardPart> parts) {
        if (parts.getFirst() instanceof Code code && parts.size() == 1) {
            return Reward.code(code.code(), floats(code.parameters()));
        }
        List<Term> terms = new ArrayList<>();
        for (RewardPart part : parts) {
            if (!(part instanceof Summand summand)) {
                throw new IllegalArgumentException(
                        "A reward that is code, a process or Java cannot be added to others; let it"
                                + " compute the whole reward.");
            }
            terms.add(summand.term());
        }
        return Reward.of(terms.toArray(Term[]::new));
    }

    /** Returns the parameters of the reward of the parts, as {@link Reward#deviceParameters} does. */
    static float[] parameters(List<RewardPart> parts) {
        return parts.getFirst() instanceof Outside outside && parts.size() == 1
                ? floats(outside.parameters())
                : reward(parts).deviceParameters();
    }

    /** A part that can be added to others. */
    sealed interface Summand extends RewardPart {

        /** Returns the factor of this summand. */
        double weight();

        /** Returns what the device computes. */
        Term term();
    }

    /**
     * Code for a GPU; it is the whole reward.
     *
     * @param file that it was read from, absolute
     * @param sha256 of the file, by which a run that goes on knows that it is the same
     * @param code that was read
     * @param parameters that it reads, finite
     */
    record Code(Path file, String sha256, DeviceCode code, List<Double> parameters) implements RewardPart {

        @Override
        public List<ParameterKey> parameterKeys() {
            return parameters.isEmpty() ? List.of() : List.of(ParameterKey.list("parameters", parameters.size()));
        }

        @Override
        public String name() {
            return "code";
        }

        @Override
        public String misfit(int channels, int length) {
            return "";
        }
    }

    /** What the threads of host rewards call; it is the whole reward. */
    sealed interface Outside extends RewardPart {

        /** Returns the parameters that it is told with each sample, finite. */
        List<Double> parameters();

        /** Returns how it is called. */
        HostRewardSettings settings();

        @Override
        default List<ParameterKey> parameterKeys() {
            int count = parameters().size();
            return count == 0 ? List.of() : List.of(ParameterKey.list("parameters", count));
        }

        @Override
        default String misfit(int channels, int length) {
            return "";
        }
    }

    /**
     * A {@link io.github.diffusionelites.reward.NamedReward}.
     *
     * @param reward its name
     * @param parameters of the job, of which each search may have its own, finite
     * @param settings how it is called
     */
    record Java(String reward, List<Double> parameters, HostRewardSettings settings) implements Outside {

        /** Copies the list. */
        public Java {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String name() {
            return "java";
        }
    }

    /**
     * Processes that score samples.
     *
     * @param command the program and its arguments, at least the program
     * @param directory that it works in, absolute
     * @param format of what is said
     * @param parameters that it is told with each sample, finite
     * @param settings how it is called; as many processes as workers
     */
    record ChildProcess(
            List<String> command,
            Path directory,
            WireFormat format,
            List<Double> parameters,
            HostRewardSettings settings)
            implements Outside {

        /** What a job has that says nothing of it: no time-out, 2 retries, and time to kill a process. */
        public static final HostRewardSettings DEFAULT = HostRewardSettings.DEFAULT
                .withRetries(2, Duration.ofMillis(100))
                .withGrace(Duration.ofSeconds(5));

        /** Copies the lists. */
        public ChildProcess {
            command = List.copyOf(command);
            parameters = List.copyOf(parameters);
        }

        /** Returns how its processes are started. */
        public ProcessSettings processes() {
            return new ProcessSettings(command, directory, format).withProcesses(settings.workers());
        }

        @Override
        public String name() {
            return "process";
        }
    }

    /**
     * The distance of the last position from a goal.
     *
     * @param weight what the term is multiplied by, finite
     * @param goal one coordinate a channel
     */
    record GoalDistance(double weight, List<Double> goal) implements Summand {

        @Override
        public Term term() {
            return Term.goalDistance(weight, array(goal));
        }

        @Override
        public List<ParameterKey> parameterKeys() {
            return List.of(ParameterKey.WEIGHT, ParameterKey.list("goal", goal.size()));
        }

        @Override
        public String name() {
            return "goal_distance";
        }

        @Override
        public String misfit(int channels, int length) {
            return goal.size() == channels ? "" : counts("goal", goal.size(), channels, "one for each channel");
        }
    }

    /**
     * The squared distance of the whole sample from a centre.
     *
     * @param weight what the term is multiplied by, finite
     * @param centre row-major [channels, length]
     */
    record Quadratic(double weight, List<Double> centre) implements Summand {

        @Override
        public Term term() {
            return Term.quadratic(weight, array(centre));
        }

        @Override
        public List<ParameterKey> parameterKeys() {
            return List.of(ParameterKey.WEIGHT, ParameterKey.list("centre", centre.size()));
        }

        @Override
        public String name() {
            return "quadratic";
        }

        @Override
        public String misfit(int channels, int length) {
            return centre.size() == channels * length
                    ? ""
                    : counts("centre", centre.size(), channels * length, "one for each channel and position");
        }
    }

    /**
     * The inner product of the whole sample with a slope.
     *
     * @param weight what the term is multiplied by, finite
     * @param slope row-major [channels, length]
     */
    record Linear(double weight, List<Double> slope) implements Summand {

        @Override
        public Term term() {
            return Term.linear(weight, array(slope));
        }

        @Override
        public List<ParameterKey> parameterKeys() {
            return List.of(ParameterKey.WEIGHT, ParameterKey.list("slope", slope.size()));
        }

        @Override
        public String name() {
            return "linear";
        }

        @Override
        public String misfit(int channels, int length) {
            return slope.size() == channels * length
                    ? ""
                    : counts("slope", slope.size(), channels * length, "one for each channel and position");
        }
    }

    /**
     * The depth of all positions inside of balls, summed up.
     *
     * @param weight what the term is multiplied by, finite
     * @param balls at least one, all of the same number of coordinates
     */
    record Obstacles(double weight, List<Ball> balls) implements Summand {

        @Override
        public Term term() {
            return Term.obstacles(weight, balls.toArray(Ball[]::new));
        }

        @Override
        public List<ParameterKey> parameterKeys() {
            return List.of(
                    ParameterKey.WEIGHT,
                    ParameterKey.balls(
                            "balls", balls.size(), balls.getFirst().centre().size()));
        }

        @Override
        public String name() {
            return "obstacles";
        }

        @Override
        public String misfit(int channels, int length) {
            int size = balls.getFirst().centre().size();
            return size == channels
                    ? ""
                    : counts("balls", size + 1, channels + 1, "a coordinate for each channel and the radius");
        }
    }

    /**
     * The length of the path through all positions.
     *
     * @param weight what the term is multiplied by, finite
     */
    record PathLength(double weight) implements Summand {

        @Override
        public Term term() {
            return Term.pathLength(weight);
        }

        @Override
        public List<ParameterKey> parameterKeys() {
            return List.of(ParameterKey.WEIGHT);
        }

        @Override
        public String name() {
            return "path_length";
        }

        @Override
        public String misfit(int channels, int length) {
            return "";
        }
    }

    /** Returns numbers as 32-bit floats. */
    static float[] floats(List<Double> numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers.get(i).floatValue();
        }
        return floats;
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String counts(String key, int found, int wanted, String which) {
        return "the key \"" + key + "\" has " + found + " numbers, but needs " + wanted + ", " + which;
    }
}
