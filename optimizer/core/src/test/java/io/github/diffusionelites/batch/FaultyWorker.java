package io.github.diffusionelites.batch;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** A worker that ends in the middle of its work, but not more often than it is told. */
final class FaultyWorker {

    /** How it ends. */
    enum Fault {
        /** As if it was killed, within a message. */
        KILLED,
        /** It says that memory was short. */
        MEMORY,
        /** It says something that is no message. */
        GARBAGE
    }

    static final int OUT_OF_MEMORY = 4;

    private FaultyWorker() {}

    /**
     * Runs a worker.
     *
     * @param arguments the fault, the messages before it, how often it may happen, and a directory that keeps count for
     *     all workers
     */
    public static void main(String[] arguments) {
        Fault fault = Fault.valueOf(arguments[0]);
        int messages = Integer.parseInt(arguments[1]);
        int most = Integer.parseInt(arguments[2]);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Faulty said = new Faulty(out, fault, messages, () -> takeTurn(Path.of(arguments[3]), most));
        System.exit(Worker.run(new FileInputStream(FileDescriptor.in), said, failure -> OUT_OF_MEMORY));
    }

    /** Whoever comes so far first has its turn: one that starts late may find nothing left to do. */
    private static boolean takeTurn(Path turns, int most) {
        for (int turn = 0; turn < most; turn++) {
            try {
                Files.createFile(turns.resolve(Integer.toString(turn)));
                return true;
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return false;
    }

    /** Each message is written at once. */
    private static final class Faulty extends OutputStream {

        private final OutputStream out;
        private final Fault fault;
        private final BooleanSupplier turn;
        private int left;

        Faulty(OutputStream out, Fault fault, int messages, BooleanSupplier turn) {
            this.out = out;
            this.fault = fault;
            this.left = messages;
            this.turn = turn;
        }

        @Override
        public void write(int value) {
            throw new AssertionError("A message is written as a whole.");
        }

        @Override
        public void write(byte[] message) throws IOException {
            if (left-- != 0 || !turn.getAsBoolean()) {
                out.write(message);
                return;
            }
            switch (fault) {
                case KILLED -> {
                    out.write(message, 0, message.length / 2);
                    Runtime.getRuntime().halt(137);
                }
                case MEMORY -> throw new IllegalStateException("no memory for this test");
                case GARBAGE -> out.write(new byte[message.length + 64]);
            }
        }
    }
}
