package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.Workspace;
import io.github.diffusionelites.device.engine.Addresses;

/**
 * Where the operands of a chunk lie: rows of buffers at the chunk's first row, intermediate values in the workspace of
 * its lane.
 *
 * @param control address of the control block
 * @param firstRow of the chunk
 * @param rows of the chunk
 * @param individuals of a search
 * @param lane address of the workspace of its lane
 * @param workspace which values lie where in it
 */
record ChunkView(
        long control, long firstRow, int rows, int individuals, long lane, Workspace workspace, Addresses addresses) {

    /** The first fields of a kernel that is told its chunk. */
    Arguments arguments() {
        return new Arguments()
                .pointer(control)
                .integers(
                        Math.toIntExact(firstRow / individuals),
                        Math.toIntExact(firstRow % individuals),
                        rows,
                        individuals);
    }

    long address(Rows values) {
        return switch (values) {
            case Rows.Stored stored -> addresses.of(stored.buffer()) + firstRow * stored.width() * Float.BYTES;
            case Rows.Scratch scratch -> scratch(scratch.id());
        };
    }

    long address(Features features) {
        return scratch(features.id());
    }

    /** One element of this buffer belongs to each row. */
    long ofRow(Buffer buffer) {
        return addresses.of(buffer) + firstRow * Integer.BYTES;
    }

    /** What lies behind all intermediate values. */
    long rest() {
        return lane + (long) workspace.floatsPerRow() * rows * Float.BYTES;
    }

    private long scratch(int id) {
        return lane + (long) workspace.offset(id) * rows * Float.BYTES;
    }
}
