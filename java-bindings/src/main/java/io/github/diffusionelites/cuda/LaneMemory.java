package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Products;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.Workspace;

/**
 * What a lane of a program needs.
 *
 * @param workspace where the intermediate values of a row lie
 * @param rowBytes for each row: the workspace, and behind it what a convolution leaves for an epilogue of its own
 * @param libraryBytes for the matrix library, whatever the rows; 0 where kernels multiply
 */
record LaneMemory(Workspace workspace, long rowBytes, long libraryBytes) {

    /** Returns what a recording needs under some wishes, at a precision that was chosen. */
    static LaneMemory of(Recording recording, PlanOptions options, Precision precision, DeviceParts parts) {
        Workspace workspace = Workspace.plan(recording, precision);
        boolean library = options.products() == Products.LIBRARY
                && recording.individualPart().stream().anyMatch(LaneMemory::isDense)
                && parts.products().available();
        long floats = workspace.floatsPerRow() + resultFloats(recording, precision, library, parts.limits());
        return new LaneMemory(workspace, floats * Float.BYTES, library ? LibraryProducts.WORKSPACE_BYTES : 0);
    }

    private static boolean isDense(Operation.Individual operation) {
        return operation instanceof Operation.Convolve convolve && ConvolutionKernels.isDense(convolve);
    }

    /** Which convolutions leave their result does not depend on the rows; with the library, dense layers do as well. */
    private static long resultFloats(Recording recording, Precision precision, boolean library, CudaLimits limits) {
        long widest = recording.individualPart().stream()
                .filter(Operation.Convolve.class::isInstance)
                .map(Operation.Convolve.class::cast)
                .filter(operation -> (library && isDense(operation))
                        || ConvolutionTile.withNorm(operation, precision, 1, limits)
                                .isEmpty())
                .mapToLong(operation -> operation.target().width())
                .max()
                .orElse(0);
        // The next lane's workspace begins where this one's ends.
        return Math.ceilDiv(widest, Workspace.ALIGNMENT) * Workspace.ALIGNMENT;
    }
}
