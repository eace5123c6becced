package io.github.diffusionelites.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.diffusionelites.model.DiffusionModel;
import io.github.diffusionelites.model.ModelFormatException;
import io.github.diffusionelites.model.Safetensors;
import io.github.diffusionelites.model.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {

    private static final String HOSTILE = """
        {"__metadata__":{"for\\u001bmat":"p\\u009bt\\u007f"},\
        "a\\u001b[2J\\u202e\\n":{"dtype":"F32","shape":[],"data_offsets":[0,4]},\
        "\\u00e9 b":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]}}\
        """;

    @TempDir
    private Path directory;

    @Test
    void shouldPrintWhatWeightsHoldInAlignedColumns() throws IOException {
        CommandLineRun run = CommandLineRun.of("inspect", hostile());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "Tensors       2\n",
                        "Parameters    7\n",
                        Safetensors.read(hostile()).sha256(),
                        "Metadata      \"for\\u001bmat\" = \"p\\u009bt\\u007f\"\n",
                        """

                        Type  Shape   Bytes of data  Name
                        F32   []      [0, 4)         a\\u001b[2J\\u202e\\u000a
                        BF16  [2, 3]  [4, 16)        \u00e9 b
                        """);
    }

    @Test
    void shouldPrintJsonThatATerminalCanShow() throws IOException {
        CommandLineRun run = CommandLineRun.of("inspect", "--json", hostile());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).matches("[\\x20-\\x7e\\n]+");
        JsonNode root = JsonMapper.shared().readTree(run.out());
        assertThat(root.get("parameters").intValue()).isEqualTo(7);
        assertThat(root.get("metadata").get("for\u001bmat").stringValue()).isEqualTo("p\u009bt\u007f");
        assertThat(root.get("tensors").get(0).get("name").stringValue()).isEqualTo("a\u001b[2J\u202e\n");
        assertThat(root.get("tensors").get(1).get("shape").toString()).isEqualTo("[2,3]");
        assertThat(root.get("tensors").get(1).get("data_offsets").toString()).isEqualTo("[4,16]");
        assertThat(root.has("model")).isFalse();
    }

    @Test
    void shouldPrintWhatAModelHolds() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        long parameters = 0;
        Safetensors weights = Safetensors.read(model.resolve("model.safetensors"));
        for (String name : weights.names()) {
            parameters += weights.shape(name).elements();
        }

        CommandLineRun run = CommandLineRun.of("inspect", model);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("unet1d, 8 channels times [1, 2]", "2 channels by 8 positions", "1000 timesteps, cosine")
                .contains("Parameters    " + parameters + "\n", "init_conv.weight");
        assertThat(CommandLineRun.of("inspect", model.resolve(DiffusionModel.DESCRIPTION))
                        .out())
                .isEqualTo(run.out());
        JsonNode root = JsonMapper.shared()
                .readTree(CommandLineRun.of("inspect", model, "--json").out());
        assertThat(root.get("model").get("architecture").stringValue()).isEqualTo("unet1d");
        assertThat(root.get("parameters").longValue()).isEqualTo(parameters);
    }

    @Test
    void shouldSayWhyAModelIsRefused() throws IOException {
        Path model = TinyModel.write(directory.resolve("model"), 0.1f);
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        assertThat(CommandLineRun.of("inspect", weights).code()).isZero();
        CommandLineRun run = CommandLineRun.of("inspect", model);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("one of the two files was changed");
    }

    @Test
    void shouldSayThatNobodyReadsOn() throws IOException {
        PrintWriter out = new PrintWriter(new Writer() {
            private int left = 100;

            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                left -= length;
                if (left < 0) {
                    throw new IOException("Broken pipe");
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        StringWriter err = new StringWriter();

        int code = Elites.execute(new String[] {"inspect", hostile().toString()}, out, new PrintWriter(err));

        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(err.toString())
                .startsWith("elites: Writing to standard output failed")
                .hasLineCount(1);
        assertThat(out.checkError()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234567", "{}", "PK\u0003\u0004 this is a zip, not weights"})
    void shouldSayWhyAFileIsRefused(String contents) throws IOException {
        Path file = Files.writeString(directory.resolve("weights.safetensors"), contents);

        for (List<String> options : List.of(List.<String>of(), List.of("--json"))) {
            CommandLineRun run = options.isEmpty()
                    ? CommandLineRun.of("inspect", file)
                    : CommandLineRun.of("inspect", options.getFirst(), file);

            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("elites: The ")
                    .contains("weights.safetensors")
                    .endsWith(".");
        }
    }

    @Test
    void shouldEscapeWhatATerminalWouldObeyInRefusals() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Elites()).setErr(new PrintWriter(err));

        assertThat(Failures.report(new ModelFormatException("The file \u001b[31m is none."), command))
                .isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("elites: The file \\u001b[31m is none.");
    }

    private Path hostile() throws IOException {
        byte[] header = HOSTILE.getBytes(StandardCharsets.UTF_8);
        return Files.write(
                directory.resolve("hostile.safetensors"),
                ByteBuffer.allocate(Long.BYTES + header.length + 16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
    }
}
