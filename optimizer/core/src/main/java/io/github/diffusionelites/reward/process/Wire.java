package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.device.HostBatch;
import io.github.diffusionelites.reward.SearchLookup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One side of a conversation with one process, which keeps its buffers from batch to batch. Sending and receiving may
 * happen at the same time on two threads; a batch is put in only when neither does.
 */
interface Wire {

    /** Version of the protocol, which both sides say. */
    int VERSION = 1;

    /** Most bytes that are kept of an error that a process answers. */
    int LONGEST_ERROR = 65_536;

    /** Says which protocol is spoken. */
    void sendHello(OutputStream target) throws IOException;

    /**
     * Reads what the process says at first.
     *
     * @throws ProtocolException if it speaks another protocol
     */
    void receiveHello(InputStream source) throws IOException;

    /** Puts in the batch that is sent next. */
    void put(int number, HostBatch batch, SearchLookup searches);

    /** Sends the batch. */
    void send(OutputStream target) throws IOException;

    /**
     * Reads the rewards of the batch.
     *
     * @return valid until the next batch; may be longer than the batch
     * @throws ProtocolException if what comes are not the rewards of this batch
     * @throws RefusedBatchException if the process says that it cannot score the batch
     */
    float[] receive(InputStream source) throws IOException;
}
