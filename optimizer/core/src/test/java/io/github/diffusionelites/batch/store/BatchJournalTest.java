package io.github.diffusionelites.batch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.batch.SearchRecord;
import io.github.diffusionelites.run.RunDirectoryException;
import io.github.diffusionelites.run.checkpoint.DurableFiles;
import io.github.diffusionelites.run.checkpoint.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchJournalTest {

    private static final JournalHeader HEADER = new JournalHeader("a1".repeat(32), "b2".repeat(32));

    @TempDir
    private Path directory;

    @Test
    void shouldReadWhatWasWritten() {
        Path file = directory.resolve("journal");
        Instant before = Instant.now().minusMillis(1);
        try (BatchJournal journal = BatchJournal.create(file, HEADER)) {
            journal.append(RandomRecords.of(5, 3));
            journal.notice("Memory was short: 40 searches run at once now, not 80. \u00e4\u4e2d");
            journal.append(RandomRecords.of(2, 0));
            journal.force();
        }

        JournalContents contents = BatchJournal.read(file);

        assertThat(contents.header()).isEqualTo(HEADER);
        assertThat(contents.damage()).isEmpty();
        assertThat(contents.records().keySet()).containsExactly(2, 5);
        assertThat(contents.finished(5)).isTrue();
        assertThat(contents.finished(4)).isFalse();
        assertThat(contents.records().values().stream().map(RandomRecords::text))
                .containsExactly(
                        RandomRecords.text(RandomRecords.of(2, 0)), RandomRecords.text(RandomRecords.of(5, 3)));
        assertThat(contents.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.text()).isEqualTo("Memory was short: 40 searches run at once now, not 80. \u00e4\u4e2d");
            assertThat(notice.time()).isBetween(before, Instant.now());
        });
    }

    @Test
    void shouldBelieveTheFirstOfTwoRecordsOfASearch() {
        Path file = directory.resolve("journal");
        try (BatchJournal journal = BatchJournal.create(file, HEADER)) {
            journal.append(RandomRecords.of(5, 3));
            journal.append(RandomRecords.of(5, 4));
        }
        assertThat(BatchJournal.read(file).records().get(5).generations()).isEqualTo(3);
    }

    @Test
    void shouldShortenALongNotice() {
        Path file = directory.resolve("journal");
        try (BatchJournal journal = BatchJournal.create(file, HEADER)) {
            journal.notice("x".repeat(100_000));
        }
        assertThat(BatchJournal.read(file).notices().getFirst().text())
                .hasSize(JournalFormat.LONGEST_NOTICE)
                .endsWith("x...");
    }

    @Test
    void shouldGoOnBehindTheLastWholeRecordWhereverTheFileIsTorn() throws IOException {
        byte[] whole = written(3);
        List<Integer> ends = ends(whole);
        for (int length = 0; length < whole.length; length++) {
            Path torn = Files.write(directory.resolve("torn"), Arrays.copyOf(whole, length));
            int at = length;
            long kept = ends.stream().filter(end -> end <= at).count();
            if (kept == 0) {
                refused(torn);
                continue;
            }
            JournalContents contents = BatchJournal.read(torn);
            assertRecords(contents, (int) kept - 1);
            assertThat(contents.damage().isPresent()).isEqualTo(!ends.contains(length));
            contents.damage().ifPresent(damage -> assertThat(damage.torn()).isTrue());
            try (BatchJournal journal = BatchJournal.resume(torn, contents)) {
                journal.append(RandomRecords.of(9, 2));
            }
            JournalContents resumed = BatchJournal.read(torn);
            assertThat(resumed.damage()).isEmpty();
            assertThat(resumed.records()).hasSize((int) kept).containsKey(9);
        }
    }

    /** A byte that changed costs its record and what follows, and is told of; no record is ever a wrong one. */
    @Test
    void shouldNeverReadAWrongRecordWhicheverByteChanged() throws IOException {
        byte[] whole = written(3);
        List<Integer> ends = ends(whole);
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) change;
                Path file = Files.write(directory.resolve("damaged"), bytes);
                int place = at;
                int kept = (int) ends.stream().filter(end -> end <= place).count();
                if (kept == 0) {
                    refused(file);
                    continue;
                }
                JournalContents contents = BatchJournal.read(file);
                assertRecords(contents, kept - 1);
                JournalDamage damage = contents.damage().orElseThrow();
                assertThat(damage.offset()).isEqualTo(ends.get(kept - 1).longValue());
                assertThat(damage.bytes()).isEqualTo(whole.length - damage.offset());
                assertThat(damage.sentence(file)).contains(file.toString(), "are run again.");
            }
        }
    }

    @Test
    void shouldLeaveOutRecordsThatItDoesNotKnow() throws IOException {
        for (byte[] strange : List.of(
                Frame.of(sink -> sink.integer(77)),
                Frame.of(sink -> sink.integer(1)),
                Frame.of(sink -> sink.integer(1).integer(-1)),
                new byte[100])) {
            byte[] whole = written(2);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.write(whole);
            bytes.write(strange);
            bytes.write(
                    whole, ends(whole).getFirst(), whole.length - ends(whole).getFirst());
            Path file = Files.write(directory.resolve("strange"), bytes.toByteArray());

            JournalContents contents = BatchJournal.read(file);

            assertRecords(contents, 2);
            assertThat(contents.damage()).hasValueSatisfying(damage -> {
                assertThat(damage.offset()).isEqualTo(whole.length);
                assertThat(damage.torn()).isFalse();
            });
        }
    }

    /** Whichever operation fails, the next append works, and a reader sees whole records only. */
    @Test
    void shouldTakeTheNextRecordAfterAFailedWrite() {
        boolean failed = true;
        for (int n = 1; failed; n++) {
            Path file = directory.resolve("failing" + n);
            FailingFiles files = new FailingFiles(n);
            int refused = -1;
            try (BatchJournal journal = BatchJournal.create(file, HEADER, files)) {
                for (int row = 0; row < 4; row++) {
                    try {
                        journal.append(RandomRecords.of(row, 5));
                        journal.force();
                    } catch (UncheckedIOException e) {
                        refused = row;
                        assertThat(e).hasMessageContainingAll(file.toString(), "No space left", "check the free space");
                        assertThat(BatchJournal.read(file).damage()).isEmpty();
                    }
                }
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContainingAll(file.toString(), "cannot be made");
                continue;
            }
            JournalContents contents = BatchJournal.read(file);
            assertThat(contents.damage()).isEmpty();
            assertThat(contents.records()).hasSizeGreaterThanOrEqualTo(refused < 0 ? 4 : 3);
            failed = files.failed();
        }
    }

    /** The disk is so broken that not even what was half written can be cut off. */
    @Test
    void shouldLeaveOutWhatCannotBeCutOffYet() {
        Path file = directory.resolve("journal");
        boolean[] broken = new boolean[1];
        DurableFiles files = new DurableFiles() {
            @Override
            public void write(RandomAccessFile bytes, long position, byte[] record) throws IOException {
                DurableFiles.super.write(bytes, position, broken[0] ? Arrays.copyOf(record, 99) : record);
                if (broken[0]) {
                    throw new IOException("Input/output error");
                }
            }

            @Override
            public void cut(RandomAccessFile bytes, long length) throws IOException {
                if (broken[0]) {
                    throw new IOException("Input/output error");
                }
                DurableFiles.super.cut(bytes, length);
            }
        };
        try (BatchJournal journal = BatchJournal.create(file, HEADER, files)) {
            journal.append(RandomRecords.of(0, 5));
            broken[0] = true;
            for (int row = 1; row < 3; row++) {
                SearchRecord record = RandomRecords.of(row, 5);
                assertThatThrownBy(() -> journal.append(record)).isInstanceOf(UncheckedIOException.class);
                assertThat(BatchJournal.read(file).records()).containsOnlyKeys(0);
                assertThat(BatchJournal.read(file).damage().orElseThrow().torn())
                        .isTrue();
            }
            broken[0] = false;
            journal.notice("It works again.");
        }
        JournalContents contents = BatchJournal.read(file);
        assertThat(contents.damage()).isEmpty();
        assertThat(contents.records()).containsOnlyKeys(0);
        assertThat(contents.notices()).hasSize(1);
    }

    @Test
    void shouldWriteAndReadOnAThreadThatIsInterrupted() {
        Path file = directory.resolve("journal");
        Thread.currentThread().interrupt();
        try {
            try (BatchJournal journal = BatchJournal.create(file, HEADER)) {
                journal.append(RandomRecords.of(0, 3));
                journal.force();
            }
            assertThat(BatchJournal.read(file).records()).hasSize(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldRefuseAPlaceWithoutAJournal() throws IOException {
        assertThatThrownBy(() -> BatchJournal.read(directory))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("There is no journal " + directory);
        refused(Files.createFile(directory.resolve("empty")));
    }

    private void refused(Path file) {
        assertThatThrownBy(() -> BatchJournal.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll(file.toString(), "cannot be used", "begin the job anew");
    }

    private static void assertRecords(JournalContents contents, int count) {
        assertThat(contents.header()).isEqualTo(HEADER);
        assertThat(contents.records()).hasSize(count);
        contents.records()
                .forEach((row, record) -> assertThat(RandomRecords.text(record))
                        .isEqualTo(RandomRecords.text(RandomRecords.of(row, 1 + row % 3))));
    }

    private byte[] written(int records) throws IOException {
        Path file = directory.resolve("whole");
        try (BatchJournal journal = BatchJournal.create(file, HEADER)) {
            for (int row = 0; row < records; row++) {
                journal.append(RandomRecords.of(row, 1 + row % 3));
            }
        }
        return Files.readAllBytes(file);
    }

    /** Where the records end, the header first. */
    private static List<Integer> ends(byte[] whole) {
        List<Integer> ends = new ArrayList<>();
        for (int at = 0; at < whole.length; ) {
            at += 8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
            ends.add(at);
        }
        return ends;
    }
}
