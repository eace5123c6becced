package io.github.diffusionelites.model;

import io.github.diffusionelites.device.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contents of a safetensors file: the length of a JSON header as a little-endian 64-bit integer, the header, then
 * the tensors one after the other. Types F32, F16, BF16 and F64 are read and converted to float32. Nothing in the file
 * is trusted; names are never used as paths.
 */
public final class Safetensors {

    private static final int BLOCK = 1 << 20;

    private final Path file;
    private final Map<String, Tensor> tensors;
    private final String sha256;

    private Safetensors(Path file, Map<String, Tensor> tensors, String sha256) {
        this.file = file;
        this.tensors = tensors;
        this.sha256 = sha256;
    }

    /**
     * Reads a file into owned memory.
     *
     * @param file a regular file, or a symbolic link to one
     * @throws ModelFormatException if the file cannot be read or breaks a rule of the format
     */
    public static Safetensors read(Path file) {
        try (ModelFile source = ModelFile.open(file)) {
            MessageDigest digest = Digests.sha256();
            ByteBuffer header = header(file, source, digest);
            long start = (long) Long.BYTES + header.remaining();
            long data = source.size() - start;
            List<SafetensorsHeader.Entry> entries =
                    SafetensorsHeader.read(file, header, data).entries();
            requireMemory(file, entries);
            Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(entries.size());
            ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, data)).order(ByteOrder.LITTLE_ENDIAN);
            for (SafetensorsHeader.Entry entry : entries) {
                tensors.put(entry.name(), new Tensor(entry.shape(), values(source, start, entry, block, digest)));
            }
            source.requireUnchanged();
            return new Safetensors(file, tensors, HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** Returns the names of the tensors, in the order of their data. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** Returns whether there is a tensor of this name. */
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /**
     * Returns the shape of a tensor.
     *
     * @throws ModelFormatException if there is none of this name
     */
    public Shape shape(String name) {
        return tensor(name).shape();
    }

    /**
     * Returns a copy of the values of a tensor as float32, row-major.
     *
     * @throws ModelFormatException if there is none of this name
     */
    public float[] floats(String name) {
        return tensor(name).values().clone();
    }

    /** Returns the SHA-256 of the bytes that were read, 64 hexadecimal digits in lower case. */
    public String sha256() {
        return sha256;
    }

    private Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFormatException("There is no tensor " + Quoted.shortened(name) + " among the "
                    + tensors.size() + " of " + file + ".");
        }
        return tensor;
    }

    /** Reads the header and leaves the buffer at its start; the digest has seen all bytes up to its end. */
    static ByteBuffer header(Path file, ModelFile source, MessageDigest digest) {
        if (source.size() < Long.BYTES) {
            throw new ModelFormatException("The file " + file
                    + (source.size() == 0 ? " is empty" : " has " + source.size() + " bytes")
                    + "; a safetensors file starts with the 8 bytes of a length.");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(0, prefix);
        digest.update(prefix.array());
        long length = prefix.getLong(0);
        if (length < 0 || length > SafetensorsHeader.LARGEST) {
            throw new ModelFormatException("The header of " + file + " claims " + Long.toUnsignedString(length)
                    + " bytes; the most are " + SafetensorsHeader.LARGEST + ".");
        }
        if (length > source.size() - Long.BYTES) {
            throw new ModelFormatException("The header of " + file + " claims " + length + " bytes, but the file has "
                    + (source.size() - Long.BYTES) + " behind its first 8.");
        }
        ByteBuffer header = ByteBuffer.allocate((int) length);
        source.read(Long.BYTES, header);
        digest.update(header.array());
        return header.flip();
    }

    private static void requireMemory(Path file, List<SafetensorsHeader.Entry> entries) {
        long values =
                entries.stream().mapToLong(entry -> entry.shape().elements()).sum();
        long most = Runtime.getRuntime().maxMemory();
        if (values > most / Float.BYTES) {
            throw new ModelFormatException("The tensors of " + file + " have " + values + " values, 4 bytes each, but"
                    + " there are " + most + " bytes of Java memory; raise -Xmx.");
        }
    }

    @SuppressWarnings("ByteBufferBackingArray") // The block is allocated here, on the heap.
    private static float[] values(
            ModelFile source, long start, SafetensorsHeader.Entry entry, ByteBuffer block, MessageDigest digest) {
        float[] values = new float[(int) entry.shape().elements()];
        int bytes = entry.type().bytes();
        for (long place = entry.begin(); place < entry.end(); place += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), entry.end() - place));
            source.read(start + place, block);
            digest.update(block.array(), 0, block.limit());
            entry.type().convert(block.flip(), values, (int) ((place - entry.begin()) / bytes));
        }
        return values;
    }
}
