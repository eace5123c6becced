package io.github.diffusionelites.training;

import io.github.diffusionelites.model.ModelConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The contents of {@code model.json}: what a reader needs to run the network, and how the model was made.
 *
 * <p>The fields of the file are the components in snake case.
 */
record ModelDescription(
        String format,
        String architecture,
        int dim,
        List<Integer> multipliers,
        int channels,
        int length,
        int groups,
        int heads,
        int headDim,
        boolean weightStandardization,
        String prediction,
        String schedule,
        int timesteps,
        double[] mean,
        double[] deviation,
        String weights,
        String weightsSha256,
        Training training) {

    /** How the model was made; {@code loss} is the mean over the last steps, at most 100. */
    record Training(String task, String command, long seed, int steps, int batch, double loss, Data data) {}

    /** The distribution of the paths. */
    record Data(double[] heading, double[] speed, double curvatureDeviation, int eulerSteps, double dt) {

        /** The paths of {@link UnicycleTrajectories}. */
        static Data unicycle() {
            return new Data(
                    new double[] {-UnicycleTrajectories.LARGEST_HEADING, UnicycleTrajectories.LARGEST_HEADING},
                    new double[] {UnicycleTrajectories.LEAST_SPEED, UnicycleTrajectories.LARGEST_SPEED},
                    UnicycleTrajectories.CURVATURE_DEVIATION,
                    UnicycleTrajectories.STEPS,
                    UnicycleTrajectories.STEP_TIME);
        }
    }

    /**
     * Describes a model.
     *
     * @param file contents of the weights file, for its digest
     */
    static ModelDescription of(TrainingConfig config, ChannelStatistics statistics, byte[] file, Training training) {
        UnetConfig network = config.network();
        return new ModelDescription(
                ModelConfig.FORMAT,
                ModelConfig.ARCHITECTURE,
                network.dim(),
                network.multipliers(),
                network.channels(),
                network.length(),
                network.groups(),
                network.heads(),
                network.headDim(),
                true,
                "v",
                "cosine",
                config.timesteps(),
                statistics.mean(),
                statistics.deviation(),
                ModelDirectory.WEIGHTS,
                sha256(file),
                training);
    }

    /** This description as indented JSON. */
    String toJson() {
        return JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(this)
                + "\n";
    }

    private static String sha256(byte[] contents) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256.", e);
        }
    }
}
