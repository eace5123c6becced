package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of text. */
final class LineWire implements Wire {

    private static final String REQUESTS = "elites-requests " + VERSION;
    private static final String REWARDS = "elites-rewards ";
    private static final String ERROR = "error";
    private static final int BUFFER_BYTES = 65_536;
    /** The most that a float takes, such as -1.17549435E-38, with a blank. */
    private static final int NUMBER_CHARACTERS = 16;

    private final int channels;
    private int number;
    private Layout layout = new Layout(1, 1, 1, 0);
    private final byte[] line = new byte[LONGEST_ERROR];
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private float[] sample = {};
    private float[] rewards = {};
    private final StringBuilder text = new StringBuilder();

    LineWire(int channels) {
        this.channels = channels;
    }

    @Override
    public void sendHello(OutputStream target) throws IOException {
        target.write((REQUESTS + "\n").getBytes(StandardCharsets.US_ASCII));
        target.flush();
    }

    @Override
    public void receiveHello(InputStream source) throws IOException {
        String hello = line(source);
        if (!hello.startsWith(REWARDS)) {
            throw new ProtocolException(
                    "began with " + Shown.text(hello) + " in place of the hello of the format \"lines\"");
        }
        if (!hello.equals(REWARDS + VERSION)) {
            throw new ProtocolException("speaks version " + Shown.text(hello.substring(REWARDS.length()))
                    + " of the format \"lines\", and not version " + VERSION);
        }
    }

    @Override
    public void put(int batchNumber, HostBatch batch, SearchLookup searches) {
        number = batchNumber;
        layout = Layout.of(batch, searches, channels);
        long numbers = (long) layout.count() * (2 + layout.parameters() + batch.width());
        if (numbers > Integer.MAX_VALUE / NUMBER_CHARACTERS) {
            throw new IllegalArgumentException("A batch of " + layout.count() + " samples of " + batch.width()
                    + " numbers is too large to be sent as text; choose fewer chunk_rows, or the format \"frames\".");
        }
        text.setLength(0);
        text.append("batch ").append(Integer.toUnsignedString(number));
        for (int size : new int[] {layout.count(), layout.channels(), layout.length(), layout.parameters()}) {
            text.append(' ').append(size);
        }
        text.append('\n');
        sample = sample.length < batch.width() ? new float[batch.width()] : sample;
        for (int i = 0; i < layout.count(); i++) {
            text.append(searches.id(batch.search(i))).append(' ').append(batch.individual(i));
            append(layout.parametersOf(i, batch, searches), layout.parameters());
            batch.sample(i, sample);
            append(sample, batch.width());
            text.append('\n');
        }
        text.append(end()).append('\n');
    }

    private void append(float[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            text.append(' ');
            if (Float.isFinite(numbers[i])) {
                text.append(numbers[i]);
            } else {
                text.append(Float.isNaN(numbers[i]) ? "nan" : numbers[i] > 0 ? "inf" : "-inf");
            }
        }
    }

    private String end() {
        return "end " + Integer.toUnsignedString(number);
    }

    @Override
    public void send(OutputStream target) throws IOException {
        target.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        target.flush();
    }

    @Override
    public float[] receive(InputStream source) throws IOException {
        int count = layout.count();
        rewards = rewards.length < count ? new float[count] : rewards;
        @Nullable String refusal = null;
        int got = 0;
        for (String answer = line(source); !answer.equals(end()); answer = line(source)) {
            if (answer.startsWith(ERROR)) {
                refusal = refusal == null ? answer.substring(ERROR.length()).strip() : refusal;
            } else if (got == count) {
                throw new ProtocolException("answered batch " + Integer.toUnsignedString(number) + " of " + count
                        + " samples with more rewards, where the line \"" + end() + "\" was due: "
                        + Shown.text(answer));
            } else {
                rewards[got++] = reward(answer);
            }
        }
        if (refusal != null) {
            throw new RefusedBatchException(refusal);
        }
        if (got < count) {
            throw new ProtocolException("answered batch " + Integer.toUnsignedString(number) + " of " + count
                    + " samples with only " + got + " rewards");
        }
        return rewards;
    }

    private float reward(String answer) throws ProtocolException {
        try {
            return Numbers.parse(answer);
        } catch (NumberFormatException e) {
            throw new ProtocolException("answered batch " + Integer.toUnsignedString(number)
                    + " with a line that is no number: " + Shown.text(answer));
        }
    }

    private String line(InputStream source) throws IOException {
        for (int length = 0; ; length++) {
            if (position == limit) {
                position = 0;
                limit = source.read(buffer);
                if (limit < 0) {
                    limit = 0;
                    throw new EOFException();
                }
            }
            byte next = buffer[position++];
            if (next == '\n') {
                return new String(line, 0, length, StandardCharsets.UTF_8).strip();
            }
            if (length == line.length) {
                throw new ProtocolException("wrote a line of more than " + line.length + " bytes, which begins with "
                        + Shown.bytes(line, length));
            }
            line[length] = next;
        }
    }
}
