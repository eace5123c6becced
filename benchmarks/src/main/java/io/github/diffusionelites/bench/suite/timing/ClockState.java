package io.github.diffusionelites.bench.suite.timing;

import io.github.diffusionelites.bench.suite.report.SystemManagement;
import io.github.diffusionelites.bench.suite.report.Verdict;
import io.github.diffusionelites.device.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a device ran slower than it can while it was measured. */
final class ClockState {

    private static final String PROPERTIES = "clocks.sm,clocks.max.sm,clocks_event_reasons.active";
    private static final Pattern ANSWER = Pattern.compile("(\\d+) MHz, (\\d+) MHz, 0x([0-9a-fA-F]+)");

    /** Below this share of its highest, a clock has dropped. */
    private static final double DROPPED = 0.95;

    /** Bits of reasons, and what they stand for. */
    private static final Map<Integer, String> REASONS = new TreeMap<>(
            Map.of(2, "power cap", 3, "hardware slowdown", 5, "heat", 6, "heat, by the hardware", 7, "power brake"));

    /** What a device does at its usual power under full load, and nothing is wrong with it. */
    private static final int POWER_CAP = 2;

    private ClockState() {}

    /** Asks {@code nvidia-smi} while the device works, and judges the answer. */
    static Verdict verdict(Session session) {
        try (TensorProgram load = new TensorProgram(session.device(), session.scale(), Precision.BFLOAT16)) {
            String[] answer = new String[1];
            Thread asking = Thread.ofPlatform().daemon().start(() -> answer[0] = SystemManagement.query(PROPERTIES));
            while (asking.isAlive()) {
                load.milliseconds(1);
            }
            return judge(session.group() + ": clocks", String.valueOf(answer[0]));
        }
    }

    /** Judges an answer: the clock, the highest clock, reasons as bits. */
    static Verdict judge(String name, String answer) {
        Matcher matcher = ANSWER.matcher(answer);
        if (!matcher.matches()) {
            return Verdict.skipped(name, "The clocks are " + answer);
        }
        int clock = Integer.parseInt(matcher.group(1));
        int highest = Integer.parseInt(matcher.group(2));
        long bits = Long.parseUnsignedLong(matcher.group(3), 16);
        List<String> reasons = new ArrayList<>();
        boolean ill = false;
        for (Map.Entry<Integer, String> reason : REASONS.entrySet()) {
            if ((bits >> reason.getKey() & 1) != 0) {
                reasons.add(reason.getValue());
                ill |= reason.getKey() != POWER_CAP;
            }
        }
        String state = "At the end, under load, multiprocessors ran at " + clock + " of " + highest + " MHz";
        if (clock >= DROPPED * highest && !ill) {
            return Verdict.passed(name, state + ".", 0);
        }
        String why =
                reasons.isEmpty() ? "for no reason that the driver names" : "because of " + String.join(", ", reasons);
        String detail = state + ": clocks dropped, " + why + ", so that figures are those of a slower device.";
        return ill ? Verdict.failed(name, detail, 0) : Verdict.passed(name, detail, 0);
    }
}
