package io.github.diffusionelites.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Writes safetensors files: the same tensors give the same bytes. */
public final class SafetensorsWriter {

    /** Spaces behind the header keep the values aligned for readers that map the file. */
    private static final int ALIGNMENT = 8;

    private static final int BLOCK_FLOATS = 1 << 18;

    private SafetensorsWriter() {}

    /**
     * Writes float32 tensors, ordered by name, beside the place and then moves them there.
     *
     * @param file to write; replaced if it is there
     * @param tensors by name, at most 100,000, names of at most 1,024 characters
     * @throws IOException if the file cannot be written; what was there before is still there
     * @throws IllegalArgumentException if a name cannot be that of a tensor, or there are too many
     */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        SortedMap<String, Tensor> sorted = new TreeMap<>(tensors);
        byte[] header = header(sorted);
        Path target = file.toAbsolutePath();
        Path temporary =
                Files.createTempFile(target.getParent(), target.getFileName().toString(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                writeAll(channel, prefix.putLong(header.length).flip());
                writeAll(channel, ByteBuffer.wrap(header));
                for (Tensor tensor : sorted.values()) {
                    write(channel, tensor.values());
                }
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static byte[] header(SortedMap<String, Tensor> tensors) {
        if (tensors.size() > SafetensorsHeader.MOST_TENSORS) {
            throw new IllegalArgumentException("A safetensors file holds at most " + SafetensorsHeader.MOST_TENSORS
                    + " tensors, but " + tensors.size() + " were given.");
        }
        Map<String, Object> header = new LinkedHashMap<>();
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            String name = entry.getKey();
            if (name.equals(SafetensorsHeader.METADATA) || name.length() > SafetensorsHeader.LONGEST_NAME) {
                throw new IllegalArgumentException("A tensor cannot have the name \"" + name + "\"; it must not be "
                        + SafetensorsHeader.METADATA + " and have at most " + SafetensorsHeader.LONGEST_NAME
                        + " characters.");
            }
            Tensor tensor = entry.getValue();
            long end = begin + (long) Float.BYTES * tensor.values().length;
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("dtype", TensorType.F32.name());
            place.put("shape", dimensions(tensor));
            place.put("data_offsets", new long[] {begin, end});
            header.put(name, place);
            begin = end;
        }
        byte[] json = JsonMapper.shared().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static long[] dimensions(Tensor tensor) {
        long[] dimensions = new long[tensor.shape().rank()];
        Arrays.setAll(dimensions, tensor.shape()::dimension);
        return dimensions;
    }

    private static void write(FileChannel channel, float[] values) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(Float.BYTES * Math.min(BLOCK_FLOATS, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
            int count = Math.min(BLOCK_FLOATS, values.length - from);
            block.clear().limit(Float.BYTES * count);
            block.asFloatBuffer().put(values, from, count);
            writeAll(channel, block);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }
}
