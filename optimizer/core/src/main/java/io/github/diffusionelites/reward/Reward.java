package io.github.diffusionelites.reward;

import io.github.diffusionelites.device.BatchReward;
import io.github.diffusionelites.device.DeviceCode;
import io.github.diffusionelites.device.HostReward;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.RewardTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What scores samples: terms that the device computes, one's own code for a GPU, Java code, or what stands outside of
 * this process. Whether large or small is good, a search says.
 */
public sealed interface Reward {

    /** Returns the parameters that it reads, of which each search of a batch may have its own; or none. */
    default float[] deviceParameters() {
        return new float[0];
    }

    /**
     * A sum of terms that the device computes.
     *
     * @param terms where the parameters of each term stand
     * @param parameters of all terms, one after the other; each search of a batch may have its own
     */
    record BuiltIn(List<RewardTerm> terms, float[] parameters) implements Reward {

        /** Copies list and array. */
        public BuiltIn {
            terms = List.copyOf(terms);
            parameters = parameters.clone();
        }

        /** Returns a copy of the parameters. */
        @Override
        public float[] parameters() {
            return parameters.clone();
        }

        @Override
        public float[] deviceParameters() {
            return parameters();
        }

        /** Returns whether another reward has the same terms with the same parameters. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof BuiltIn reward
                    && terms.equals(reward.terms)
                    && Arrays.equals(parameters, reward.parameters);
        }

        @Override
        public int hashCode() {
            return 31 * terms.hashCode() + Arrays.hashCode(parameters);
        }

        /**
         * Checks that every term fits samples of a shape.
         *
         * @throws IllegalArgumentException if one does not, with its number of parameters
         */
        public void requireShape(int channels, int length) {
            for (RewardTerm term : terms) {
                if (!term.kind().accepts(term.size(), channels, length)) {
                    throw new IllegalArgumentException("The reward term " + term.kind() + " with " + term.size()
                            + " parameters (weight included) does not fit samples of " + channels + " channels and "
                            + length + " positions.");
                }
            }
        }
    }

    /**
     * One's own code for a GPU; only a device that was opened with {@link
     * io.github.diffusionelites.device.DeviceOptions#allowingDeviceCode} runs it, with all rights of this process.
     *
     * @param code scores a sample
     * @param parameters that it reads; each search of a batch may have its own
     */
    record Code(DeviceCode code, float[] parameters) implements Reward {

        /** Copies the array. */
        public Code {
            Objects.requireNonNull(code, "code");
            parameters = parameters.clone();
        }

        /** Returns a copy of the parameters. */
        @Override
        public float[] parameters() {
            return parameters.clone();
        }

        @Override
        public float[] deviceParameters() {
            return parameters();
        }

        /** Returns whether another reward has the same code with the same parameters. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Code reward
                    && code.equals(reward.code)
                    && Arrays.equals(parameters, reward.parameters);
        }

        @Override
        public int hashCode() {
            return 31 * code.hashCode() + Arrays.hashCode(parameters);
        }
    }

    /**
     * Java code that scores one sample at a time.
     *
     * @param reward called by each worker with one sample at a time
     * @param hostSettings how it is called and what happens when it misbehaves
     */
    record Function(SampleReward reward, HostRewardSettings hostSettings) implements Reward {

        /** Checks that the code is there. */
        public Function {
            Objects.requireNonNull(reward, "reward");
            Objects.requireNonNull(hostSettings, "hostSettings");
        }

        /** Returns the same reward for batches of samples of a shape; several threads may call it. */
        public HostReward forShape(int channels, int length) {
            int width = Math.multiplyExact(channels, length);
            return batch -> {
                // Its own for each call: threads that were given up may still write to theirs.
                float[] sample = new float[width];
                for (int i = 0; i < batch.size(); i++) {
                    batch.sample(i, sample);
                    batch.reward(i, (float) reward.reward(sample, channels, length));
                }
            };
        }
    }

    /**
     * Java code that scores batches.
     *
     * @param reward called by each worker with one batch at a time
     * @param hostSettings how it is called and what happens when it misbehaves
     */
    record Host(HostReward reward, HostRewardSettings hostSettings) implements Reward {

        /** Checks that the code is there. */
        public Host {
            Objects.requireNonNull(reward, "reward");
            Objects.requireNonNull(hostSettings, "hostSettings");
        }
    }

    /**
     * A reward that stands outside of this process.
     *
     * @param reward called by each worker with one batch at a time; whoever made it closes it, after the search
     * @param parameters that it is told with each sample; each search of a batch may have its own
     * @param hostSettings how it is called and what happens when it misbehaves
     */
    record External(ExternalReward reward, float[] parameters, HostRewardSettings hostSettings) implements Reward {

        /** Copies the array. */
        public External {
            Objects.requireNonNull(reward, "reward");
            Objects.requireNonNull(hostSettings, "hostSettings");
            parameters = parameters.clone();
        }

        /** Returns a copy of the parameters. */
        @Override
        public float[] parameters() {
            return parameters.clone();
        }

        @Override
        public float[] deviceParameters() {
            return parameters();
        }

        /** Returns the same reward for batches of searches. */
        public HostReward over(SearchLookup searches) {
            return batch -> reward.score(batch, searches);
        }

        /** Returns whether another reward is the same one with the same parameters and settings. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof External external
                    && reward.equals(external.reward)
                    && Arrays.equals(parameters, external.parameters)
                    && hostSettings.equals(external.hostSettings);
        }

        @Override
        public int hashCode() {
            return 31 * Objects.hash(reward, hostSettings) + Arrays.hashCode(parameters);
        }
    }

    /** Returns the sum of terms, at least one. */
    static Reward.BuiltIn of(Term... terms) {
        if (terms.length == 0) {
            throw new IllegalArgumentException("A built-in reward needs at least one term.");
        }
        List<RewardTerm> places = new ArrayList<>();
        int columns = 0;
        for (Term term : terms) {
            int size = term.parameters().length;
            places.add(new RewardTerm(term.kind(), columns, size));
            columns += size;
        }
        float[] parameters = new float[columns];
        for (int i = 0; i < terms.length; i++) {
            System.arraycopy(
                    terms[i].parameters(),
                    0,
                    parameters,
                    places.get(i).offset(),
                    places.get(i).size());
        }
        return new BuiltIn(places, parameters);
    }

    /** Returns a reward by one's own code for a GPU, with its parameters. */
    static Reward.Code code(DeviceCode code, float... parameters) {
        return new Code(code, parameters);
    }

    /** Returns a reward computed by Java for each sample, with {@link HostRewardSettings#DEFAULT}. */
    static Reward.Function function(SampleReward reward) {
        return function(reward, HostRewardSettings.DEFAULT);
    }

    /** Returns a reward computed by Java for each sample. */
    static Reward.Function function(SampleReward reward, HostRewardSettings settings) {
        return new Function(reward, settings);
    }

    /** Returns a reward that maps samples to as many numbers, with {@link HostRewardSettings#DEFAULT}. */
    static Reward.Host batch(BatchReward reward) {
        return batch(reward, HostRewardSettings.DEFAULT);
    }

    /** Returns a reward that maps samples to as many numbers. */
    static Reward.Host batch(BatchReward reward, HostRewardSettings settings) {
        return new Host(reward.toHostReward(), settings);
    }

    /** Returns a reward computed by Java for batches of samples, with {@link HostRewardSettings#DEFAULT}. */
    static Reward.Host host(HostReward reward) {
        return host(reward, HostRewardSettings.DEFAULT);
    }

    /** Returns a reward computed by Java for batches of samples. */
    static Reward.Host host(HostReward reward, HostRewardSettings settings) {
        return new Host(reward, settings);
    }

    /** Returns a reward from outside, with {@link HostRewardSettings#DEFAULT}. */
    static Reward.External external(ExternalReward reward, float... parameters) {
        return external(reward, HostRewardSettings.DEFAULT, parameters);
    }

    /** Returns a reward from outside. */
    static Reward.External external(ExternalReward reward, HostRewardSettings settings, float... parameters) {
        return new External(reward, parameters, settings);
    }
}
