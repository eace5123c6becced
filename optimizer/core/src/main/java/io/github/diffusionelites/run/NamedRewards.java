package io.github.diffusionelites.run;

import io.github.diffusionelites.model.Decoder;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.NamedReward;
import io.github.diffusionelites.run.job.JobException;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The rewards in Java that this program has. */
final class NamedRewards {

    private NamedRewards() {}

    /**
     * Opens one by its name.
     *
     * @param decoder gives the shape of samples
     * @param parameters of the job, which it may keep
     * @throws JobException if there is none of that name or more than one, or it does not take such samples or parameters
     */
    static ExternalReward open(String name, Decoder decoder, float[] parameters) {
        List<NamedReward> all = all();
        List<NamedReward> found =
                all.stream().filter(reward -> name.equals(reward.name())).toList();
        if (found.isEmpty()) {
            List<String> names = all.stream().map(NamedReward::name).sorted().toList();
            throw new JobException(
                    "The job asks for the reward " + Quoted.shortened(name) + " in Java, which this program does"
                            + " not have; "
                            + (names.isEmpty() ? "it has none" : "it has " + String.join(", ", names))
                            + ". Put the jar whose META-INF/services names it on the class path (ELITES_CLASSPATH for"
                            + " ./elites), or provide it from a module.");
        }
        if (found.size() > 1) {
            throw new JobException(
                    "The reward " + Quoted.shortened(name) + " in Java is there " + found.size() + " times, as "
                            + String.join(
                                    " and ",
                                    found.stream()
                                            .map(reward -> reward.getClass().getName())
                                            .toList())
                            + "; take all but one off the class path.");
        }
        try {
            return Objects.requireNonNull(
                    found.getFirst().open(decoder.channels(), decoder.length(), parameters),
                    () -> found.getFirst().getClass().getName() + ".open");
        } catch (IllegalArgumentException e) {
            throw new JobException(
                    "The reward " + Quoted.shortened(name) + " in Java does not fit the job: " + e.getMessage(), e);
        }
    }

    private static List<NamedReward> all() {
        try {
            return ServiceLoader.load(NamedReward.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new JobException("A reward in Java cannot be loaded: " + e.getMessage() + ".", e);
        }
    }
}
