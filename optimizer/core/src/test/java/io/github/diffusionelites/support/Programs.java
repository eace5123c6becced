package io.github.diffusionelites.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Programs of the machine that tests need. */
public final class Programs {

    private Programs() {}

    /** Returns whether a program is on the PATH. */
    public static boolean there(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
