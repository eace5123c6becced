package io.github.diffusionelites.run;

import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.run.job.Job;
import io.github.diffusionelites.run.job.RewardPart;
import io.github.diffusionelites.run.picture.Scene;
import io.github.diffusionelites.search.Sense;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a job's reward looks like in pictures. */
final class RunScene {

    private RunScene() {}

    /** Returns the first goal and all obstacles; an empty scene where samples are not paths in the plane. */
    static Scene of(Job job, RunModel model) {
        if (!model.plane()) {
            return Scene.EMPTY;
        }
        double @Nullable [] goal = null;
        List<double[]> obstacles = new ArrayList<>();
        for (RewardPart part : job.rewards()) {
            if (part instanceof RewardPart.GoalDistance distance && goal == null) {
                goal = new double[] {distance.goal().get(0), distance.goal().get(1)};
            }
            if (part instanceof RewardPart.Obstacles balls) {
                for (Ball ball : balls.balls()) {
                    obstacles.add(
                            new double[] {ball.centre().get(0), ball.centre().get(1), ball.radius()});
                }
            }
        }
        return new Scene(goal, obstacles);
    }

    /** Returns what the reward's axis is called. */
    static String rewardLabel(Job job) {
        if (job.rewards().size() == 1
                && job.rewards().getFirst() instanceof RewardPart.GoalDistance distance
                && distance.weight() == 1
                && distance.goal().size() == 2) {
            return String.format(
                    Locale.ROOT,
                    "distance to the goal (%s, %s)",
                    distance.goal().get(0),
                    distance.goal().get(1));
        }
        return job.search().sense() == Sense.MINIMIZE ? "reward, to be minimised" : "reward, to be maximised";
    }
}
