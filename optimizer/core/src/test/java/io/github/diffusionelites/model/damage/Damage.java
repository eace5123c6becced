package io.github.diffusionelites.model.damage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A file that breaks a rule.
 *
 * @param name what is wrong with it, in a few words of letters, digits and spaces
 * @param rule the rule that it breaks
 * @param expected words of the refusal
 * @param contents its bytes, made when they are written
 * @param length of the file in bytes; where it is more than the contents the rest is a hole that takes no space
 */
record Damage(String name, String rule, String expected, Supplier<byte[]> contents, long length) {

    /** Makes a file without a hole. */
    static Damage of(String name, String rule, String expected, byte[] contents) {
        return new Damage(name, rule, expected, () -> contents, contents.length);
    }

    /** Returns the name of the file. */
    String file() {
        return name.replace(' ', '-') + ".safetensors";
    }

    /** Writes the file into a directory. */
    void write(Path directory) throws IOException {
        Path file = directory.resolve(file());
        byte[] bytes = contents.get();
        Files.write(file, bytes);
        if (length > bytes.length) {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(length);
            }
        }
    }
}
