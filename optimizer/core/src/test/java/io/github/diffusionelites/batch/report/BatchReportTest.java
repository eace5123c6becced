package io.github.diffusionelites.batch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.diffusionelites.batch.Manifest;
import io.github.diffusionelites.batch.store.BatchFiles;
import io.github.diffusionelites.batch.store.BatchJournal;
import io.github.diffusionelites.batch.store.JournalHeader;
import io.github.diffusionelites.batch.store.ManifestFile;
import io.github.diffusionelites.batch.store.RandomManifest;
import io.github.diffusionelites.run.RunDirectoryException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BatchReportTest {

    private static final String HOSTILE =
            "</pre><script>alert(1)</script><img src=\"http://x/\" onerror='a'>&amp;\u0000\u001b[2J\u202e";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "50, 7", "500, 500"})
    void shouldShowAJobHoweverFarItIs(int searches, int finished) throws Exception {
        BatchFiles files = SampleBatch.write(directory, searches, finished, "goal.x", "goal.y");

        BatchReport.writeAll(BatchSnapshot.read(files));

        Document page = parsed(Files.readString(files.report()));
        assertThat(texts(page, "h1")).containsExactly("Batch " + directory.getFileName());
        assertThat(texts(page, "svg").size()).isEqualTo((finished == 0 ? 0 : 4) + 2);
        assertThat(texts(page, "li")).singleElement().asString().contains("Memory was short");
        assertThat(texts(page, "pre")).containsExactly("[search]\n    population = 64");
        assertThat(texts(page, "table")).hasSize(finished == 0 ? 0 : 3);
        assertThat(String.join("", texts(page, "p")))
                .contains(finished < searches ? (searches - finished) + " searches are not finished" : "");
        assertThat(files.csv()).isNotEmptyFile();
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    /** The library is in a module above, so that this one's tests run without it. */
    @Test
    void shouldLeaveNoFormerParquetTableWhenItCannotWriteOne() throws Exception {
        BatchFiles files = SampleBatch.write(directory, 3, 2, "goal.x");
        Files.writeString(files.parquet(), "of an earlier state");
        assertThat(BatchReport.writeAll(BatchSnapshot.read(files))).containsExactly(files.csv(), files.report());
        assertThat(files.parquet()).doesNotExist();
    }

    @Test
    void shouldListTheTwentyBestAndWorst() throws Exception {
        BatchFiles files = SampleBatch.write(directory, 300, 300, "goal.x", "goal.y");
        Document page = parsed(BatchReport.html(BatchSnapshot.read(files)));
        NodeList tables = page.getElementsByTagName("table");
        for (int t = 1; t <= 2; t++) {
            NodeList lines = ((Element) tables.item(t)).getElementsByTagName("tr");
            assertThat(lines.getLength()).isEqualTo(21);
            assertThat(texts((Element) lines.item(0), "th")).endsWith("goal.x", "goal.y");
        }
        List<String> best = texts(
                (Element) ((Element) tables.item(1)).getElementsByTagName("tr").item(1), "td");
        double least = BatchSnapshot.read(files).finished().stream()
                .filter(record -> record.row() % 7 != 0)
                .mapToDouble(record -> record.reward())
                .filter(reward -> !Double.isNaN(reward))
                .min()
                .orElseThrow();
        assertThat(best.get(3)).isEqualTo(Amount.of(least));
    }

    /** Names, notices and the job's text come from others: none of it becomes an element, and nothing is fetched. */
    @Test
    void shouldNotTurnTextIntoMarkup() throws Exception {
        Path place = directory.resolve("a<b>&\"c'");
        BatchFiles files = SampleBatch.write(place, 20, 10, HOSTILE, "y\"><b>");
        Files.writeString(files.job(), HOSTILE + "\n" + HOSTILE);
        try (BatchJournal journal = BatchJournal.resume(files.journal(), BatchJournal.read(files.journal()))) {
            journal.notice(HOSTILE);
        }
        String html = BatchReport.html(BatchSnapshot.read(files));

        Document page = parsed(html);
        assertThat(texts(page, "h1")).containsExactly("Batch a<b>&\"c'");
        assertThat(texts(page, "pre").getFirst())
                .startsWith("</pre><script>alert(1)</script>")
                .contains("&amp;\\u0000\\u001b[2J\\u202e\n");
        assertThat(texts(page, "th")).contains("y\"><b>");
        NodeList all = page.getElementsByTagName("*");
        String allowed =
                "html head meta title style body h1 h2 div b span p figure figcaption svg g line text path rect"
                        + " circle ul li table tr th td pre";
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            assertThat(allowed.split(" ")).contains(element.getTagName());
            for (int a = 0; a < element.getAttributes().getLength(); a++) {
                String name = element.getAttributes().item(a).getNodeName();
                assertThat(name).isNotIn("src", "href", "xlink:href").doesNotStartWith("on");
            }
        }
        assertThat(html).doesNotContain("url(", "@import", "\u202e", "\u0000");
    }

    @Test
    void shouldTellOfDamageAndOfSearchesThatAreGone() throws Exception {
        BatchFiles files = SampleBatch.write(directory, 20, 10, "x");
        byte[] bytes = Files.readAllBytes(files.journal());
        bytes[bytes.length / 2] ^= 1;
        Files.write(files.journal(), bytes);
        assertThat(BatchReport.html(BatchSnapshot.read(files)))
                .contains("bytes of the journal", "a checksum is not the one of its record", "are run again");
    }

    @Test
    void shouldRefuseADirectoryWithoutABatch() throws Exception {
        assertThatThrownBy(() -> BatchSnapshot.read(new BatchFiles(directory)))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContainingAll(directory.toString(), "holds no batch job");
    }

    @Test
    void shouldRefuseTheFilesOfTwoJobs() throws Exception {
        BatchFiles files = SampleBatch.write(directory, 20, 10, "x");
        BatchJournal.create(files.journal(), new JournalHeader("other", "")).close();
        assertThatThrownBy(() -> BatchSnapshot.read(files))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("belongs to another manifest");
    }

    /** A job whose rows are fewer than its records were written for would lead to other searches. */
    @Test
    void shouldRefuseRecordsOfSearchesThatTheManifestDoesNotHave() throws Exception {
        BatchFiles files = SampleBatch.write(directory, 20, 10, "x");
        Manifest small = RandomManifest.of(3, "x");
        ManifestFile.write(files.manifest(), small);
        assertThatThrownBy(() -> BatchSnapshot.read(files))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("row 3");
    }

    private static Document parsed(String html) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<String> texts(Document page, String tag) {
        return texts(page.getDocumentElement(), tag);
    }

    private static List<String> texts(Element within, String tag) {
        List<String> texts = new ArrayList<>();
        NodeList elements = within.getElementsByTagName(tag);
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(elements.item(i).getTextContent());
        }
        return texts;
    }
}
