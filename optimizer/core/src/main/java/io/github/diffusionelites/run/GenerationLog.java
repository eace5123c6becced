package io.github.diffusionelites.run;

import io.github.diffusionelites.device.StageTimes;
import io.github.diffusionelites.model.Digests;
import io.github.diffusionelites.run.job.FileProblem;
import io.github.diffusionelites.search.GenerationReport;
import io.github.diffusionelites.search.SearchReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Writes one line of JSON for each search of each generation, at once, so that a run can be watched. Not through a
 * channel: an interrupt of the thread would close it.
 */
final class GenerationLog implements AutoCloseable {

    private static final int PART = 1 << 16;

    private final Path file;
    private final RandomAccessFile lines;
    private final MessageDigest digest = Digests.sha256();

    /**
     * Opens a file, made if it is not there, and cuts it back.
     *
     * @param bytes that stay; 0 begins anew
     */
    GenerationLog(Path file, long bytes) {
        this.file = file;
        try {
            this.lines = new RandomAccessFile(file.toFile(), "rw");
        } catch (IOException e) {
            throw failure(e);
        }
        boolean cut = false;
        try {
            lines.setLength(bytes);
            digestLines(bytes);
            cut = true;
        } catch (IOException e) {
            throw failure(e);
        } finally {
            if (!cut) {
                close();
            }
        }
    }

    /** Writes the lines of a generation. */
    void write(GenerationReport report) {
        StringBuilder text = new StringBuilder();
        for (SearchReport search : report.searches()) {
            text.append(line(report, search).line());
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            lines.write(bytes);
            digest.update(bytes);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads the lines that stay and ends behind them. */
    private void digestLines(long bytes) throws IOException {
        byte[] part = new byte[PART];
        for (long left = bytes; left > 0; ) {
            int count = (int) Math.min(PART, left);
            lines.readFully(part, 0, count);
            digest.update(part, 0, count);
            left -= count;
        }
    }

    /** Returns the SHA-256 of all lines so far in hexadecimal digits, by which a checkpoint knows them again. */
    String digest() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("The SHA-256 of Java can be cloned.", e);
        }
    }

    /** Waits until all lines are on the disk: a checkpoint must not know of more generations than this file. */
    void force() {
        try {
            lines.getFD().sync();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static JsonObject line(GenerationReport report, SearchReport search) {
        return new JsonObject()
                .put("generation", report.generation())
                .put("search", search.id())
                .put("steps", report.steps())
                .put("evaluations", report.evaluations())
                .figure("best", search.best())
                .figure("mean", search.mean())
                .figure("deviation", search.deviation())
                .figure("elite_mean", search.eliteMean())
                .figure("q10", search.q10())
                .figure("q25", search.q25())
                .figure("median", search.median())
                .figure("q75", search.q75())
                .figure("q90", search.q90())
                .figure("threshold", search.threshold())
                .figure("spread", search.spread())
                .figure("kl_step", search.klStep())
                .figure("kl_prior", search.klPrior())
                .figure("latent_norm", search.latentNorm())
                .put("nans", search.nans())
                .put("elites", search.elites())
                .put("outcome", search.outcome().name().toLowerCase(Locale.ROOT))
                .put("seconds", seconds(report.times()));
    }

    /** Returns the durations of the parts of a generation. */
    static JsonObject seconds(StageTimes times) {
        return new JsonObject()
                .seconds("individuals", times.individuals())
                .seconds("host_reward", times.hostReward())
                .seconds("population", times.population());
    }

    private UncheckedIOException failure(IOException e) {
        return new UncheckedIOException(
                "Writing to " + file + " failed (" + FileProblem.of(e) + "); check the free space of its disk.", e);
    }
}
