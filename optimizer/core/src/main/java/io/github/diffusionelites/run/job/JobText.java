package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.run.input.Literal;
import io.github.diffusionelites.run.input.Words;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Stage;
import java.util.ArrayList;
import java.util.List;

/** Writes jobs as TOML, every key spelt out. */
public final class JobText {

    private final StringBuilder text = new StringBuilder();

    JobText() {}

    /** Returns the text of a job file that reads back as an equal job. */
    public static String of(Job job) {
        return of(job, "");
    }

    /**
     * Returns the text of a job as it runs: with the precision that was chosen where the job leaves that to the device,
     * so that it gives the same results elsewhere, and with the instruction set in a comment.
     *
     * @param device that it runs on
     * @param plan of its generations
     */
    public static String of(Job job, DeviceInfo device, Plan plan) {
        return of(
                job.withDevice(job.device().withPrecision(plan.precision())), instructionSet(device.instructionSet()));
    }

    /** Returns a comment that names the instruction set of a device. */
    static String instructionSet(String name) {
        return "# Runs on the instruction set " + name + ".\n";
    }

    private static String of(Job job, String comment) {
        return new JobText()
                .model(job.model())
                .search(job.search())
                .line("searches", job.searches())
                .line("first_id", job.firstId())
                .programs(job)
                .comment(comment)
                .header("[output]")
                .line("pictures", job.output().pictures())
                .line("inpainting", job.output().inpainting())
                .toString();
    }

    /** Writes stages, rewards and the device. */
    JobText programs(Job job) {
        job.search().fidelity().stages().forEach(this::stage);
        job.rewards().forEach(this::reward);
        return header("[device]")
                .line("id", job.device().id())
                .line("lanes", job.device().lanes())
                .line("chunk_rows", job.device().chunkRows())
                .line("precision", Words.word(job.device().precision()))
                .line("noise", Words.word(job.device().noise()))
                .line("products", Words.word(job.device().products()));
    }

    /** Writes lines as they are. */
    JobText comment(String lines) {
        text.append(lines);
        return this;
    }

    /** Returns what was written. */
    @Override
    public String toString() {
        return text.toString();
    }

    JobText model(Job.Model model) {
        header("[model]");
        switch (model) {
            case Job.Model.Network network ->
                line("kind", "network")
                        .line("directory", network.directory().toString())
                        .line("eta", network.eta())
                        .line("shell", network.shell());
            case Job.Model.Identity identity ->
                line("kind", "identity").line("channels", identity.channels()).line("length", identity.length());
        }
        return this;
    }

    /** Writes what all searches have in common; more lines of the same table may follow. */
    JobText search(SearchSettings search) {
        header("[search]")
                .line("population", search.population())
                .line("elites", search.elites())
                .line("rule", Words.word(search.rule()))
                .line("sense", Words.word(search.sense()));
        switch (search.proposal()) {
            case ProposalSettings.Full full -> line("proposal", "full").line("jitter", full.jitter());
            case ProposalSettings.Diagonal diagonal ->
                line("proposal", "diagonal")
                        .line("variance_floor", diagonal.varianceFloor())
                        .line("deviation_floor", diagonal.deviationFloor());
        }
        return line("seed", search.seed()).line("finalists", search.finalists());
    }

    private void stage(Stage stage) {
        header("[[fidelity]]").line("steps", stage.steps()).line("generations", stage.generations());
    }

    private void reward(RewardPart part) {
        header("[[reward]]").line("term", part.name());
        if (part instanceof RewardPart.Summand summand) {
            line("weight", summand.weight());
        }
        switch (part) {
            case RewardPart.Code code -> {
                line("file", code.file().toString()).line("sha256", code.sha256());
                if (!code.parameters().isEmpty()) {
                    line("parameters", code.parameters());
                }
            }
            case RewardPart.ChildProcess process -> {
                line("command", process.command())
                        .line("directory", process.directory().toString())
                        .line("format", Words.word(process.format()));
                calls(process);
            }
            case RewardPart.Java named -> {
                line("name", named.reward());
                calls(named);
            }
            case RewardPart.GoalDistance distance -> line("goal", distance.goal());
            case RewardPart.Quadratic quadratic -> line("centre", quadratic.centre());
            case RewardPart.Linear linear -> line("slope", linear.slope());
            case RewardPart.Obstacles obstacles ->
                line("balls", obstacles.balls().stream().map(JobText::numbers).toList());
            case RewardPart.PathLength length -> {}
        }
    }

    private void calls(RewardPart.Outside outside) {
        HostRewardSettings settings = outside.settings();
        if (!outside.parameters().isEmpty()) {
            line("parameters", outside.parameters());
        }
        line("workers", settings.workers())
                .line("timeout_seconds", settings.timeout().toNanos() / 1e9)
                .line("retries", settings.retries())
                .line("fail_fast", settings.failFast())
                .line("most_failed", settings.mostFailed());
    }

    private static List<Double> numbers(Ball ball) {
        List<Double> numbers = new ArrayList<>(ball.centre());
        numbers.add(ball.radius());
        return numbers;
    }

    JobText header(String name) {
        text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
        return this;
    }

    JobText line(String key, Object value) {
        text.append(key).append(" = ").append(Literal.of(value)).append('\n');
        return this;
    }
}
