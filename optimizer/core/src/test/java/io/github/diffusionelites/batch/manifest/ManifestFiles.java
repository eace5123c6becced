package io.github.diffusionelites.batch.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.diffusionelites.batch.BatchJob;
import io.github.diffusionelites.run.job.BatchJobFile;
import io.github.diffusionelites.run.job.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Jobs with a manifest, in a directory of a test. */
final class ManifestFiles {

    /** A job without its manifest. */
    static final String JOB = """
        [model]
        kind = "identity"
        channels = 2
        length = 4
        [search]
        population = 50
        sense = "minimize"
        seed = 7
        [[fidelity]]
        steps = 1
        generations = 3
        [[reward]]
        term = "goal_distance"
        goal = [0.4, 0.2]
        """;

    private final Path directory;

    ManifestFiles(Path directory) {
        this.directory = directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /** Reads the job above with more lines. */
    BatchJob job(String more) {
        return read(JOB + more);
    }

    /** Reads a job. */
    BatchJob read(String job) {
        write("job.toml", job.getBytes(StandardCharsets.UTF_8));
        return BatchJobFile.read(path("job.toml"));
    }

    /** Reads the job above with a table in a file. */
    BatchJob table(String name, byte[] contents, String... columns) {
        write(name, contents);
        return job("[manifest]\nfile = \"" + name + "\"\n"
                + (columns.length == 0 ? "" : "columns = [\"" + String.join("\", \"", columns) + "\"]\n"));
    }

    /** Reads the job above with a table of text in a file. */
    BatchJob table(String name, String contents) {
        return table(name, contents.getBytes(StandardCharsets.UTF_8));
    }

    Path write(String name, byte[] contents) {
        try {
            return Files.write(path(name), contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the sentences of a refusal, without the directory. */
    List<String> refusal(Runnable reading) {
        Throwable refusal = catchThrowable(reading::run);
        assertThat(refusal).isInstanceOf(JobException.class);
        return refusal.getMessage().replace(directory + "/", "").lines().toList();
    }

    /** Returns an NPY file of a shape. */
    static byte[] npy(String type, String shape, ByteBuffer data) {
        return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", 1, data);
    }

    /** Returns an NPY file with a header. */
    static byte[] npy(String header, int version, ByteBuffer data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(12 + text.length + data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text).put(data.duplicate());
        byte[] bytes = new byte[file.flip().remaining()];
        file.get(bytes);
        return bytes;
    }

    /** Returns numbers as little-endian 64-bit ones. */
    static ByteBuffer doubles(double... numbers) {
        ByteBuffer data = ByteBuffer.allocate(Double.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(numbers);
        return data;
    }
}
