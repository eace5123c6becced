package io.github.diffusionelites.reward.process;

import io.github.diffusionelites.model.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reads the standard error of a process to its end, into the log, and keeps the last lines. */
final class ErrorTail implements Runnable {

    private static final int LINES = 5;
    private static final int LONGEST_LINE = 4096;
    private static final int LONGEST_SHOWN = 300;

    private final InputStream source;
    private final RewardLog log;
    private final String prefix;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;

    ErrorTail(InputStream source, RewardLog log, String prefix) {
        this.source = source;
        this.log = log;
        this.prefix = prefix;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int got = source.read(buffer); got >= 0; got = source.read(buffer)) {
                for (int i = 0; i < got; i++) {
                    add(buffer[i]);
                }
                log.flush();
            }
        } catch (IOException e) {
            // The stream of a process that was killed may end like this; what was read is there.
            log.line(prefix + "(its standard error cannot be read any more)");
        } finally {
            finishLine();
            log.flush();
            end.countDown();
        }
    }

    /** Returns the last lines, oldest first, after a short wait for those that are on their way; empty if there is none. */
    List<String> lines(long milliseconds) throws InterruptedException {
        // A process that was left behind may keep the stream open.
        boolean complete = end.await(milliseconds, TimeUnit.MILLISECONDS);
        synchronized (last) {
            return complete || !last.isEmpty() ? List.copyOf(last) : List.of();
        }
    }

    /** Progress bars return to the beginning of their line, and would make one without an end. */
    private void add(byte next) {
        if (next == '\n' || next == '\r') {
            finishLine();
        } else {
            line[length++] = next;
            if (length == line.length) {
                finishLine();
            }
        }
    }

    private void finishLine() {
        if (length == 0) {
            return;
        }
        String text = Quoted.escaped(new String(line, 0, length, StandardCharsets.UTF_8).replace('\t', ' '));
        length = 0;
        log.line(prefix + text);
        synchronized (last) {
            last.addLast(text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...");
            if (last.size() > LINES) {
                last.removeFirst();
            }
        }
    }
}
