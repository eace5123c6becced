package io.github.diffusionelites.batch.worker;

import io.github.diffusionelites.batch.ManifestSearch;
import io.github.diffusionelites.run.checkpoint.ByteSink;
import io.github.diffusionelites.run.checkpoint.ByteSource;
import io.github.diffusionelites.run.checkpoint.CheckpointFormatException;
import io.github.diffusionelites.run.checkpoint.DeviceTraits;
import io.github.diffusionelites.run.checkpoint.Frame;
import io.github.diffusionelites.run.checkpoint.TaskStates;
import io.github.diffusionelites.search.TaskCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Messages between a worker and its parent over pipes: records as {@link Frame} makes them, of which the first number
 * tells the kind. Both ends are of the same program, so that there are no versions.
 */
final class WorkerFormat {

    private static final int BEGIN = 1;
    private static final int ASK_GROUP = 2;
    private static final int GROUP = 3;
    private static final int READY = 4;
    private static final int ASK = 5;
    private static final int DEAL = 6;
    private static final int FOUND = 7;
    private static final int STEP = 8;
    private static final int SYNC = 9;
    private static final int SYNCED = 10;
    private static final int NOTICE = 11;
    private static final int FAILED = 12;

    private WorkerFormat() {}

    /** Writes a message and hands it over. */
    static void write(OutputStream stream, WorkerMessage message) throws IOException {
        stream.write(Frame.of(sink -> put(sink, message)));
        stream.flush();
    }

    private static void put(ByteSink sink, WorkerMessage message) throws IOException {
        switch (message) {
            case WorkerMessage.Begin begin ->
                sink.integer(BEGIN)
                        .integer(begin.worker())
                        .text(begin.directory())
                        .text(begin.jobText())
                        .text(begin.device())
                        .text(begin.binding())
                        .integer(begin.allowDeviceCode() ? 1 : 0)
                        .integer(begin.allowProcesses() ? 1 : 0)
                        .integer(begin.mostPlaces())
                        .whole(begin.saveNanoseconds());
            case WorkerMessage.AskGroup ask -> sink.integer(ASK_GROUP);
            case WorkerMessage.Group group ->
                sink.integer(GROUP).integer(group.population()).integer(group.share());
            case WorkerMessage.Ready ready ->
                sink.integer(READY)
                        .text(ready.traits().version())
                        .text(ready.traits().kind())
                        .text(ready.traits().instructionSet())
                        .text(ready.traits().precision())
                        .text(ready.traits().libraries())
                        .text(ready.weights())
                        .text(ready.description());
            case WorkerMessage.Ask ask ->
                sink.integer(ASK).integer(ask.population()).integer(ask.most());
            case WorkerMessage.Deal deal -> {
                sink.integer(DEAL).integer(deal.searches().size());
                for (WorkerMessage.Dealt search : deal.searches()) {
                    TaskCheckpoint state = search.state();
                    sink.integer(search.row()).integer(state == null ? 0 : 1);
                    if (state != null) {
                        TaskStates.write(sink, state);
                    }
                }
            }
            case WorkerMessage.Found found -> {
                sink.integer(FOUND).integer(found.row());
                FoundFormat.write(sink, found.search());
            }
            case WorkerMessage.Step step ->
                sink.integer(STEP)
                        .whole(step.evaluations())
                        .whole(step.deviceNanoseconds())
                        .whole(step.deviceBytes());
            case WorkerMessage.Sync sync -> sink.integer(SYNC);
            case WorkerMessage.Synced synced -> sink.integer(SYNCED);
            case WorkerMessage.Notice notice -> sink.integer(NOTICE).text(notice.sentence());
            case WorkerMessage.Failed failed ->
                sink.integer(FAILED).integer(failed.code()).text(failed.sentence());
        }
    }

    /**
     * Reads a message.
     *
     * @param searches of the manifest by row
     * @return null at the end of the stream
     * @throws CheckpointFormatException if the bytes are no message
     */
    @Nullable
    static WorkerMessage read(InputStream stream, IntFunction<ManifestSearch> searches) throws IOException {
        byte[] contents = Frame.read(stream);
        if (contents.length == 0) {
            return null;
        }
        ByteSource source = new ByteSource(contents, 0, contents.length);
        WorkerMessage message = message(source, searches);
        source.end();
        return message;
    }

    private static WorkerMessage message(ByteSource source, IntFunction<ManifestSearch> searches) {
        int kind = source.integer();
        return switch (kind) {
            case BEGIN ->
                new WorkerMessage.Begin(
                        source.integer(),
                        source.text(),
                        source.text(),
                        source.text(),
                        source.text(),
                        source.integer() == 1,
                        source.integer() == 1,
                        source.integer(),
                        source.whole());
            case ASK_GROUP -> new WorkerMessage.AskGroup();
            case GROUP -> new WorkerMessage.Group(source.integer(), source.integer());
            case READY ->
                new WorkerMessage.Ready(
                        new DeviceTraits(source.text(), source.text(), source.text(), source.text(), source.text()),
                        source.text(),
                        source.text());
            case ASK -> new WorkerMessage.Ask(source.integer(), source.integer());
            case DEAL -> new WorkerMessage.Deal(dealt(source));
            case FOUND -> {
                int row = source.integer();
                yield new WorkerMessage.Found(
                        row, FoundFormat.read(source, searches.apply(row).task()));
            }
            case STEP -> new WorkerMessage.Step(source.whole(), source.whole(), source.whole());
            case SYNC -> new WorkerMessage.Sync();
            case SYNCED -> new WorkerMessage.Synced();
            case NOTICE -> new WorkerMessage.Notice(source.text());
            case FAILED -> new WorkerMessage.Failed(source.integer(), source.text());
            default -> throw new CheckpointFormatException("the message " + kind + " is unknown");
        };
    }

    private static List<WorkerMessage.Dealt> dealt(ByteSource source) {
        List<WorkerMessage.Dealt> searches = new ArrayList<>();
        for (int left = source.count(2 * Integer.BYTES); left > 0; left--) {
            int row = source.integer();
            searches.add(new WorkerMessage.Dealt(row, source.integer() == 1 ? TaskStates.search(source) : null));
        }
        return searches;
    }
}
