package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.run.picture.AnimationFrame;
import io.github.diffusionelites.run.picture.AnimationRange;
import io.github.diffusionelites.run.picture.Trajectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an animation as they come, so that a run that goes on later draws them again; populations cannot be
 * made again from a checkpoint. The file is only written at its end: records of u32 length, contents and their CRC-32C,
 * of which the first holds axes and colours. A record that is not whole ends the file.
 */
public final class FrameLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private FrameLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * What an animation drew; the range is null if not even that is there.
     *
     * @param range axes and colours
     * @param frames in the order of their generations
     */
    public record Contents(@Nullable AnimationRange range, List<AnimationFrame> frames) {}

    /**
     * Opens a file, made if it is not there; nothing is changed yet.
     *
     * @throws UncheckedIOException if that fails
     */
    public static FrameLog open(Path file) {
        try {
            return new FrameLog(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /**
     * Reads the frames of the first generations and cuts off what follows them.
     *
     * @param generations whose frames stay
     * @throws UncheckedIOException if that fails
     */
    public Contents cutBack(int generations) {
        @Nullable AnimationRange range = null;
        List<AnimationFrame> frames = new ArrayList<>();
        try {
            long end = 0;
            channel.position(0);
            for (byte[] record = next(); record.length > 0; record = next()) {
                ByteSource source = new ByteSource(record, 0, record.length);
                if (range == null) {
                    range = range(source);
                } else {
                    AnimationFrame frame = frame(source);
                    if (frame.generation() >= generations) {
                        break;
                    }
                    frames.add(frame);
                }
                end = channel.position();
            }
            channel.truncate(generations == 0 ? 0 : end).position(channel.size());
        } catch (IOException e) {
            throw failure(file, e);
        } catch (CheckpointFormatException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "The frames in " + file + " are not what this program writes (" + e.getMessage()
                            + "); remove the file, and the animation will begin later.",
                    new IOException(e));
        }
        return new Contents(generations == 0 ? null : range, List.copyOf(frames));
    }

    /** Writes axes and colours, once, before the first frame. */
    public void write(AnimationRange range) {
        ByteSink sink = new ByteSink();
        for (double value :
                new double[] {range.left(), range.right(), range.bottom(), range.top(), range.near(), range.far()}) {
            sink.whole(Double.doubleToRawLongBits(value));
        }
        append(sink.toBytes());
    }

    /** Writes a frame after all others. */
    public void write(AnimationFrame frame) {
        ByteSink sink = new ByteSink()
                .integer(frame.generation())
                .integer(frame.steps())
                .integer(frame.population().length())
                .floats(frame.population().values())
                .floats(frame.elites().values());
        for (double reward : frame.rewards()) {
            sink.whole(Double.doubleToRawLongBits(reward));
        }
        append(sink.toBytes());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static AnimationRange range(ByteSource source) {
        return new AnimationRange(
                number(source), number(source), number(source), number(source), number(source), number(source));
    }

    private static AnimationFrame frame(ByteSource source) {
        int generation = source.integer();
        int steps = source.integer();
        int length = source.integer();
        Trajectories population = new Trajectories(source.floats(), length);
        Trajectories elites = new Trajectories(source.floats(), length);
        double[] rewards = new double[elites.count()];
        for (int e = 0; e < rewards.length; e++) {
            rewards[e] = number(source);
        }
        source.end();
        return new AnimationFrame(generation, steps, population, elites, rewards);
    }

    private static double number(ByteSource source) {
        return Double.longBitsToDouble(source.whole());
    }

    /** Returns the contents of the next record; nothing if it is not whole. */
    private byte[] next() throws IOException {
        byte[] header = read(Integer.BYTES);
        long left = channel.size() - channel.position() - Integer.BYTES;
        int length = header.length == 0 ? 0 : new ByteSource(header, 0, header.length).integer();
        if (length <= 0 || length > left) {
            return new byte[0];
        }
        byte[] contents = read(length);
        byte[] check = read(Integer.BYTES);
        boolean whole = check.length > 0 && new ByteSource(check, 0, check.length).integer() == check(contents);
        return whole ? contents : new byte[0];
    }

    private byte[] read(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            continue;
        }
        return bytes.hasRemaining() ? new byte[0] : bytes.array();
    }

    private void append(byte[] contents) {
        byte[] record = new ByteSink()
                .integer(contents.length)
                .raw(contents)
                .integer(check(contents))
                .toBytes();
        try {
            ByteBuffer left = ByteBuffer.wrap(record);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static int check(byte[] contents) {
        CRC32C check = new CRC32C();
        check.update(contents);
        return (int) check.getValue();
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException(
                "The frames of the animation in " + file + " cannot be read or written (" + FileProblem.of(e)
                        + "); check the free space and the rights of the directory.",
                e);
    }
}
