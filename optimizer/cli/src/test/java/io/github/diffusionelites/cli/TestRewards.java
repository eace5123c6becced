package io.github.diffusionelites.cli;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.NamedReward;
import io.github.diffusionelites.reward.SearchLookup;
import java.util.concurrent.atomic.AtomicInteger;

/** Rewards in Java that jobs of tests ask for. */
public final class TestRewards {

    private TestRewards() {}

    /** Distance of the last position from the point that the parameters are; counts what is open. */
    public static final class Nearness implements NamedReward {

        static final AtomicInteger OPEN = new AtomicInteger();

        @Override
        public String name() {
            return "nearness";
        }

        @Override
        public ExternalReward open(int channels, int length, float[] parameters) {
            OPEN.incrementAndGet();
            ExternalReward function = ExternalReward.of(Nearness::distance, channels, length);
            return new ExternalReward() {
                @Override
                public void score(HostBatch batch, SearchLookup searches) {
                    function.score(batch, searches);
                }

                @Override
                public void close() {
                    OPEN.decrementAndGet();
                }
            };
        }

        private static double distance(float[] sample, int channels, int length, float[] goal) {
            return Math.hypot(sample[length - 1] - goal[0], sample[2 * length - 1] - goal[1]);
        }
    }

    /** Takes samples of three channels alone. */
    public static final class Planar implements NamedReward {

        @Override
        public String name() {
            return "planar";
        }

        @Override
        public ExternalReward open(int channels, int length, float[] parameters) {
            throw new IllegalArgumentException("molecules have 3 channels, but samples have " + channels + ".");
        }
    }

    /** Has the name of another. */
    public static class FirstTwin implements NamedReward {

        @Override
        public String name() {
            return "twin";
        }

        @Override
        public ExternalReward open(int channels, int length, float[] parameters) {
            throw new AssertionError("nobody knows which");
        }
    }

    /** Has the name of another. */
    public static final class SecondTwin extends FirstTwin {}
}
