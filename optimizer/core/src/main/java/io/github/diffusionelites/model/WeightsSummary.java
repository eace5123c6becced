package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says that it holds, found without loading the values. A file that
 * {@link Safetensors#read} refuses is refused here too, except for want of memory.
 *
 * @param file that was read
 * @param bytes of the whole file
 * @param headerBytes of the JSON header, which lies behind the 8 bytes of its own length
 * @param tensors in the order of their data
 * @param metadata texts by name, in the order of the file; as little to be trusted as the names of tensors
 * @param sha256 of the whole file, 64 hexadecimal digits in lower case
 */
public record WeightsSummary(
        Path file, long bytes, long headerBytes, List<Item> tensors, Map<String, String> metadata, String sha256) {

    private static final int BLOCK = 1 << 20;

    /** Copies the list; the map must be left alone. */
    public WeightsSummary {
        tensors = List.copyOf(tensors);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * A tensor.
     *
     * @param name as it stands in the file; not to be printed as it is
     * @param type F32, F16, BF16 or F64
     * @param shape outermost dimension first
     * @param begin of its bytes, from the start of the data
     * @param end of its bytes, exclusive
     */
    public record Item(String name, String type, Shape shape, long begin, long end) {}

    /**
     * Reads a file.
     *
     * @throws ModelFormatException if the file cannot be read or breaks a rule of the format
     */
    public static WeightsSummary read(Path file) {
        try (ModelFile source = ModelFile.open(file)) {
            MessageDigest digest = Digests.sha256();
            ByteBuffer header = Safetensors.header(file, source, digest);
            int headerBytes = header.remaining();
            long start = (long) Long.BYTES + headerBytes;
            SafetensorsHeader.Contents contents = SafetensorsHeader.read(file, header, source.size() - start);
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, source.size() - start));
            for (long place = start; place < source.size(); place += block.limit()) {
                block.clear().limit((int) Math.min(block.capacity(), source.size() - place));
                source.read(place, block);
                digest.update(block.flip());
            }
            source.requireUnchanged();
            return new WeightsSummary(
                    file,
                    source.size(),
                    headerBytes,
                    contents.entries().stream()
                            .map(entry -> new Item(
                                    entry.name(), entry.type().name(), entry.shape(), entry.begin(), entry.end()))
                            .toList(),
                    contents.metadata(),
                    HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** Returns how many values all tensors have together. */
    public long values() {
        return tensors.stream().mapToLong(tensor -> tensor.shape().elements()).sum();
    }
}
