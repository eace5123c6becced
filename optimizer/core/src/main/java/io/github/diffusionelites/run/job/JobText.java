package io.github.diffusionelites.run.job;

import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.HostRewardSettings;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.reward.Ball;
import io.github.diffusionelites.search.ProposalSettings;
import io.github.diffusionelites.search.SearchSettings;
import io.github.diffusionelites.search.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Writes jobs as TOML, every key spelt out. */
public final class JobText {

    private static final int LONGEST_SHOWN = 60;

    private final StringBuilder text = new StringBuilder();

    private JobText() {}

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
                job.withDevice(job.device().withPrecision(plan.precision())),
                "# Runs on the instruction set " + device.instructionSet() + ".\n");
    }

    private static String of(Job job, String comment) {
        JobText written = new JobText();
        written.model(job.model());
        written.search(job);
        job.search().fidelity().stages().forEach(written::stage);
        job.rewards().forEach(written::reward);
        written.header("[device]")
                .line("id", job.device().id())
                .line("lanes", job.device().lanes())
                .line("chunk_rows", job.device().chunkRows())
                .line("precision", job.device().precision().name().toLowerCase(Locale.ROOT))
                .line("noise", job.device().noise().name().toLowerCase(Locale.ROOT))
                .line("products", job.device().products().name().toLowerCase(Locale.ROOT));
        written.text.append(comment);
        written.header("[output]")
                .line("pictures", job.output().pictures())
                .line("inpainting", job.output().inpainting());
        return written.text.toString();
    }

    private void model(Job.Model model) {
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
    }

    private void search(Job job) {
        SearchSettings search = job.search();
        header("[search]")
                .line("population", search.population())
                .line("elites", search.elites())
                .line("rule", search.rule().name().toLowerCase(Locale.ROOT))
                .line("sense", search.sense().name().toLowerCase(Locale.ROOT));
        switch (search.proposal()) {
            case ProposalSettings.Full full -> line("proposal", "full").line("jitter", full.jitter());
            case ProposalSettings.Diagonal diagonal ->
                line("proposal", "diagonal")
                        .line("variance_floor", diagonal.varianceFloor())
                        .line("deviation_floor", diagonal.deviationFloor());
        }
        line("seed", search.seed())
                .line("searches", job.searches())
                .line("first_id", job.firstId())
                .line("finalists", search.finalists());
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
            case RewardPart.ChildProcess process -> process(process);
            case RewardPart.GoalDistance distance -> line("goal", distance.goal());
            case RewardPart.Quadratic quadratic -> line("centre", quadratic.centre());
            case RewardPart.Linear linear -> line("slope", linear.slope());
            case RewardPart.Obstacles obstacles ->
                line("balls", obstacles.balls().stream().map(JobText::numbers).toList());
            case RewardPart.PathLength length -> {}
        }
    }

    private void process(RewardPart.ChildProcess process) {
        HostRewardSettings settings = process.settings();
        line("command", process.command())
                .line("directory", process.directory().toString())
                .line("format", process.format().name().toLowerCase(Locale.ROOT));
        if (!process.parameters().isEmpty()) {
            line("parameters", process.parameters());
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

    private JobText header(String name) {
        text.append(text.isEmpty() ? "" : "\n").append(name).append('\n');
        return this;
    }

    private JobText line(String key, Object value) {
        text.append(key).append(" = ").append(literal(value)).append('\n');
        return this;
    }

    /** Returns a value as TOML, shortened for a message. */
    static String shown(Object value) {
        String literal = Quoted.escaped(literal(value));
        return literal.length() <= LONGEST_SHOWN ? literal : literal.substring(0, LONGEST_SHOWN - 3) + "...";
    }

    private static String literal(Object value) {
        return switch (value) {
            case String words -> '"' + Toml.tomlEscape(words).toString() + '"';
            case Double number when Double.isNaN(number) -> "nan";
            case Double number when Double.isInfinite(number) -> number > 0 ? "inf" : "-inf";
            case TomlArray array -> literal(array.toList());
            case List<?> list -> list.stream().map(JobText::literal).collect(Collectors.joining(", ", "[", "]"));
            case TomlTable table -> "a table";
            default -> value.toString();
        };
    }
}
