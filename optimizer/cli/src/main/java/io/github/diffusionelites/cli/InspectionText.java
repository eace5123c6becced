package io.github.diffusionelites.cli;

import io.github.diffusionelites.model.ModelConfig;
import io.github.diffusionelites.model.Quoted;
import io.github.diffusionelites.model.WeightsSummary;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Prints what a model or its weights hold, for a person. Whatever a file says is escaped first. */
final class InspectionText {

    private InspectionText() {}

    /** Prints a description. */
    static void print(PrintWriter out, ModelConfig config) {
        line(
                out,
                "Architecture",
                ModelConfig.ARCHITECTURE + ", " + config.dim() + " channels times " + config.multipliers() + ", "
                        + config.heads() + " heads of " + config.headDim() + " channels, " + config.groups()
                        + " groups" + (config.weightStandardization() ? ", standardised weights" : ""));
        line(out, "Samples", config.channels() + " channels by " + config.length() + " positions");
        line(
                out,
                "Diffusion",
                config.timesteps() + " timesteps, " + config.schedule().label() + " schedule, prediction of "
                        + config.prediction().label());
    }

    /** Prints weights: what holds for all of them, then a line for each tensor, its name last. */
    static void print(PrintWriter out, WeightsSummary weights) {
        line(out, "Weights", Quoted.escaped(weights.file().toString()));
        line(out, "Bytes", weights.bytes() + ", of them " + weights.headerBytes() + " of header");
        line(out, "Tensors", Integer.toString(weights.tensors().size()));
        line(out, "Parameters", Long.toString(weights.values()));
        line(out, "SHA-256", weights.sha256());
        for (Map.Entry<String, String> entry : weights.metadata().entrySet()) {
            line(out, "Metadata", Quoted.shortened(entry.getKey()) + " = " + Quoted.shortened(entry.getValue()));
        }
        if (!weights.tensors().isEmpty()) {
            table(out, weights.tensors());
        }
        out.flush();
    }

    private static void table(PrintWriter out, List<WeightsSummary.Item> tensors) {
        int shape = width("Shape", tensors.stream().map(tensor -> tensor.shape().toString()));
        int range = width("Bytes of data", tensors.stream().map(InspectionText::range));
        String format = "%-4s  %-" + shape + "s  %-" + range + "s  %s%n";
        out.println();
        out.printf(format, "Type", "Shape", "Bytes of data", "Name");
        for (WeightsSummary.Item tensor : tensors) {
            out.printf(format, tensor.type(), tensor.shape(), range(tensor), Quoted.escaped(tensor.name()));
            if (out.checkError()) {
                // Nobody reads on, as behind a pipe to head(1).
                return;
            }
        }
    }

    private static int width(String heading, Stream<String> cells) {
        return Math.max(heading.length(), cells.mapToInt(String::length).max().orElse(0));
    }

    private static String range(WeightsSummary.Item tensor) {
        return "[" + tensor.begin() + ", " + tensor.end() + ")";
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-13s %s%n", name, value);
    }
}
