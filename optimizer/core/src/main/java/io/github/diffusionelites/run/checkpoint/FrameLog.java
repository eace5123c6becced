package io.github.diffusionelites.run.checkpoint;

import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.run.picture.AnimationFrame;
import io.github.diffusionelites.run.picture.AnimationRange;
import io.github.diffusionelites.run.picture.Trajectories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an animation as they come, so that a run that goes on later draws them again; populations cannot be
 * made again from a checkpoint. The file is only written at its end: records as {@link Frame} makes them, of which the
 * first holds axes and colours. A record that is not whole ends the file. It is not written through a channel, which an
 * interrupt of the thread would close.
 */
public final class FrameLog implements AutoCloseable {

    private final Path file;
    private final RandomAccessFile records;

    private FrameLog(Path file, RandomAccessFile records) {
        this.file = file;
        this.records = records;
    }

    /**
     * What an animation drew; the range is null if not even that is there.
     *
     * @param range axes and colours
     * @param frames in the order of their generations; one at which the run ended early may be there twice
     */
    public record Contents(@Nullable AnimationRange range, List<AnimationFrame> frames) {}

    /**
     * Opens a file, made if it is not there; nothing is changed yet.
     *
     * @throws UncheckedIOException if that fails
     */
    public static FrameLog open(Path file) {
        try {
            return new FrameLog(file, new RandomAccessFile(file.toFile(), "rw"));
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
        try (FrameReader reader = FrameReader.open(file)) {
            long end = 0;
            for (byte[] record = reader.next(); record.length > 0; record = reader.next()) {
                ByteSource source = new ByteSource(record, 0, record.length);
                if (range == null) {
                    range = range(source);
                } else {
                    AnimationFrame frame = frame(source);
                    requireAfter(frames, frame);
                    if (frame.generation() >= generations) {
                        break;
                    }
                    frames.add(frame);
                }
                end = reader.end();
            }
            records.setLength(generations == 0 ? 0 : end);
            records.seek(records.length());
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
        append(sink -> sink.number(range.left())
                .number(range.right())
                .number(range.bottom())
                .number(range.top())
                .number(range.near())
                .number(range.far()));
    }

    /** Writes a frame after all others. */
    public void write(AnimationFrame frame) {
        append(sink -> {
            sink.integer(frame.generation())
                    .integer(frame.steps())
                    .integer(frame.population().length())
                    .floats(frame.population().values())
                    .floats(frame.elites().values());
            for (double reward : frame.rewards()) {
                sink.number(reward);
            }
        });
    }

    /** Waits until all frames are on the disk: a checkpoint must not know of more generations than this file. */
    public void force() {
        try {
            records.getFD().sync();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static AnimationRange range(ByteSource source) {
        AnimationRange range = new AnimationRange(
                source.number(), source.number(), source.number(), source.number(), source.number(), source.number());
        source.end();
        return range;
    }

    private static void requireAfter(List<AnimationFrame> frames, AnimationFrame frame) {
        int former = frames.isEmpty() ? 0 : frames.getLast().generation();
        if (frame.generation() < former) {
            throw new CheckpointFormatException("generation " + frame.generation() + " follows generation " + former);
        }
    }

    private static AnimationFrame frame(ByteSource source) {
        int generation = source.integer();
        int steps = source.integer();
        int length = source.integer();
        Trajectories population = new Trajectories(source.floats(), length);
        Trajectories elites = new Trajectories(source.floats(), length);
        double[] rewards = new double[elites.count()];
        for (int e = 0; e < rewards.length; e++) {
            rewards[e] = source.number();
        }
        source.end();
        return new AnimationFrame(generation, steps, population, elites, rewards);
    }

    private void append(Frame.Body body) {
        try {
            records.write(Frame.of(body));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException(
                "The frames of the animation in " + file + " cannot be read or written (" + FileProblem.of(e)
                        + "); check the free space and the rights of the directory.",
                e);
    }
}
