package io.github.diffusionelites.reward;

import java.util.ServiceLoader;

/**
 * A reward in Java that jobs ask for by its name, {@code term = "java"}, so that runs and batch jobs with it survive the
 * end of their process. Found by {@link ServiceLoader}: a jar names the implementation, a public class with a public
 * constructor without parameters, in {@code META-INF/services/io.github.diffusionelites.reward.NamedReward}, or its module
 * provides it. A run that goes on compares the name and the parameters; whether the code is the same, nobody checks.
 */
public interface NamedReward {

    /** Returns the name in jobs, not empty. No two implementations of a program have the same one. */
    String name();

    /**
     * Makes the reward of a run, of a batch job or of one of its workers, which closes it after its last call. {@link
     * ExternalReward#of} makes one of a function.
     *
     * @param channels of samples
     * @param length positions of samples
     * @param parameters of the job, its own copy; a search of a batch may have others, but as many
     * @throws IllegalArgumentException if it cannot score samples of this shape or takes no such parameters; the message
     *     is told to the user
     */
    ExternalReward open(int channels, int length, float[] parameters);
}
