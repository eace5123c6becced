package io.github.diffusionelites.cli;

import io.github.diffusionelites.batch.Worker;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs searches for the process that started this one; people call {@code batch --workers}. */
@Command(name = "worker", hidden = true, description = "Run searches for the command batch, which starts this.")
final class WorkerCommand implements Callable<Integer> {

    /** For picocli. */
    WorkerCommand() {}

    /** Returns the command line that starts a worker like this process. */
    static List<String> line() {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-XX:+UseSerialGC");
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("elites.")) {
                line.add("-D" + name + "=" + properties.getProperty(name));
            }
        }
        String modules = System.getProperty("jdk.module.path");
        Module own = WorkerCommand.class.getModule();
        if (own.isNamed() && modules != null) {
            line.add("--enable-native-access=io.github.diffusionelites.bindings");
            line.addAll(List.of("-p", modules, "-m", own.getName() + "/" + Elites.class.getName()));
        } else {
            line.add("--enable-native-access=ALL-UNNAMED");
            line.addAll(List.of("-cp", System.getProperty("java.class.path"), Elites.class.getName()));
        }
        line.add("worker");
        return line;
    }

    @Override
    public Integer call() {
        // A terminal sends its signals to workers too; they end in order when their parent closes their input.
        Signals.handle("INT", () -> {});
        Signals.handle("HUP", () -> {});
        // Messages have the standard output for themselves; whatever else prints goes beside it.
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
        return Worker.run(new FileInputStream(FileDescriptor.in), out, Failures::codeOf);
    }
}
