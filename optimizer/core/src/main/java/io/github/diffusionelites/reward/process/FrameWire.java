package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Binary frames. Buffers are arrays, as the streams of a process take nothing else without a copy. */
@SuppressWarnings("ByteBufferBackingArray") // They are all allocated here.
final class FrameWire implements Wire {

    private static final byte[] REQUESTS = "ELITESRQ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REWARDS = "ELITESRW".getBytes(StandardCharsets.US_ASCII);
    private static final int HELLO_BYTES = 16;
    /** Length, number, count, channels, positions, parameters. */
    private static final int REQUEST_HEADER = 6 * Integer.BYTES;
    /** Length, number, count. */
    private static final int REPLY_HEADER = 3 * Integer.BYTES;
    /** The count of a reply that is a text. */
    private static final int REFUSED = -1;
    /** Arrays have some elements less than an int can count. */
    private static final long LONGEST_FRAME = Integer.MAX_VALUE - 64L;

    private final int channels;
    private int number;
    private Layout layout = new Layout(1, 1, 1, 0);
    private ByteBuffer request = allocate(1024);
    private ByteBuffer reply = allocate(1024);
    private float[] sample = {};
    private float[] rewards = {};

    FrameWire(int channels) {
        this.channels = channels;
    }

    @Override
    public void sendHello(OutputStream target) throws IOException {
        target.write(allocate(HELLO_BYTES).put(REQUESTS).putInt(VERSION).array());
        target.flush();
    }

    @Override
    public void receiveHello(InputStream source) throws IOException {
        byte[] hello = new byte[HELLO_BYTES];
        for (int got = 0; got < HELLO_BYTES; ) {
            int more = source.read(hello, got, HELLO_BYTES - got);
            if (more < 0) {
                throw new EOFException();
            }
            got += more;
            // A wrong program may say less than a hello and then wait.
            int compared = Math.min(got, REWARDS.length);
            if (!Arrays.equals(hello, 0, compared, REWARDS, 0, compared)) {
                throw new ProtocolException(
                        "began with " + Shown.bytes(hello, got) + " in place of the hello of the format \"frames\"");
            }
        }
        int version = ByteBuffer.wrap(hello).order(ByteOrder.LITTLE_ENDIAN).getInt(REWARDS.length);
        if (version != VERSION) {
            throw new ProtocolException("speaks version " + Integer.toUnsignedString(version)
                    + " of the format \"frames\", and not version " + VERSION);
        }
    }

    @Override
    public void put(int batchNumber, HostBatch batch, SearchLookup searches) {
        number = batchNumber;
        layout = Layout.of(batch, searches, channels);
        int count = layout.count();
        long numbers = (long) count * (2 + layout.parameters() + batch.width());
        long bytes = REQUEST_HEADER + Float.BYTES * numbers;
        if (bytes > LONGEST_FRAME) {
            throw new IllegalArgumentException("A batch of " + count + " samples of " + batch.width()
                    + " numbers takes a frame of " + bytes + " bytes, but the longest has " + LONGEST_FRAME
                    + "; choose fewer chunk_rows.");
        }
        request = request.capacity() < bytes ? allocate((int) bytes) : request;
        request.clear().limit((int) bytes);
        request.putInt((int) bytes - Integer.BYTES)
                .putInt(number)
                .putInt(count)
                .putInt(layout.channels())
                .putInt(layout.length())
                .putInt(layout.parameters());
        IntBuffer places = request.asIntBuffer();
        for (int i = 0; i < count; i++) {
            places.put(i, searches.id(batch.search(i)));
            places.put(count + i, batch.individual(i));
        }
        request.position(REQUEST_HEADER + 2 * count * Integer.BYTES);
        FloatBuffer floats = request.asFloatBuffer();
        for (int i = 0; i < count; i++) {
            floats.put(layout.parametersOf(i, batch, searches));
        }
        sample = sample.length < batch.width() ? new float[batch.width()] : sample;
        for (int i = 0; i < count; i++) {
            batch.sample(i, sample);
            floats.put(sample, 0, batch.width());
        }
    }

    @Override
    public void send(OutputStream target) throws IOException {
        target.write(request.array(), 0, request.limit());
        target.flush();
    }

    @Override
    public float[] receive(InputStream source) throws IOException {
        read(source, REPLY_HEADER);
        int bytes = reply.getInt(0) - 2 * Integer.BYTES;
        int answered = reply.getInt(Integer.BYTES);
        int count = reply.getInt(2 * Integer.BYTES);
        boolean refused = count == REFUSED && bytes >= 0 && bytes <= LONGEST_ERROR;
        if (answered != number || (!refused && (count != layout.count() || bytes != count * Float.BYTES))) {
            throw new ProtocolException("answered batch " + Integer.toUnsignedString(number) + " of " + layout.count()
                    + " samples with a frame of length " + Integer.toUnsignedString(reply.getInt(0)) + " for batch "
                    + Integer.toUnsignedString(answered) + " with " + Integer.toUnsignedString(count) + " rewards");
        }
        read(source, bytes);
        if (refused) {
            throw new RefusedBatchException(new String(reply.array(), 0, bytes, StandardCharsets.UTF_8));
        }
        rewards = rewards.length < count ? new float[count] : rewards;
        reply.asFloatBuffer().get(rewards, 0, count);
        return rewards;
    }

    private void read(InputStream source, int bytes) throws IOException {
        reply = reply.capacity() < bytes ? allocate(bytes) : reply;
        if (source.readNBytes(reply.array(), 0, bytes) < bytes) {
            throw new EOFException();
        }
        reply.clear();
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
