import io.github.diffusionelites.reward.ExternalReward;
import io.github.diffusionelites.reward.NamedReward;

/** The distance of the last position from a goal, as the built-in term goal_distance computes it. */
public final class Goal implements NamedReward {

    @Override
    public String name() {
        return "goal";
    }

    @Override
    public ExternalReward open(int channels, int length, float[] parameters) {
        if (parameters.length != channels) {
            throw new IllegalArgumentException("a goal has a coordinate for each of the " + channels
                    + " channels, but there are " + parameters.length + " parameters.");
        }
        return ExternalReward.of(Goal::distance, channels, length);
    }

    /** The sample is row-major [channels, length]; the goal has a coordinate for each channel. */
    private static double distance(float[] sample, int channels, int length, float[] goal) {
        double squares = 0;
        for (int c = 0; c < channels; c++) {
            double difference = sample[c * length + length - 1] - goal[c];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
