package io.github.diffusionelites.cuda;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.Noise;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Rows;
import org.jspecify.annotations.Nullable;

/**
 * The launches that draw latents, for one chunk. With an input they also write the feature map that a network loads from
 * the latents next.
 */
final class SamplingKernels {

    // As in the kernels' sources.
    private static final int LATENT_THREADS = 256;
    private static final int LATENT_ROWS = 16;
    private static final int LATENT_ELEMENTS = 64;

    private final ChunkWork work;

    SamplingKernels(ChunkWork work) {
        this.work = work;
    }

    void add(Operation.SampleDiagonal sample, @Nullable Features input) {
        work.rows(
                kernel("sample_diagonal"),
                Math.ceilDiv(sample.latents().width(), 4),
                drawing(sample.latents(), input)
                        .pointers(of(sample.mean()), of(sample.deviation()), of(sample.searchIds())));
    }

    void add(Operation.SampleMixture sample, @Nullable Features input) {
        work.rows(
                kernel("sample_mixture"),
                Math.ceilDiv(sample.latents().width(), 4),
                drawing(sample.latents(), input)
                        .pointers(
                                of(sample.weights()),
                                of(sample.means()),
                                of(sample.deviations()),
                                of(sample.searchIds()),
                                work.chunk().ofRow(sample.components()))
                        .integer((int) sample.weights().shape().dimension(1)));
    }

    void add(Operation.SampleFull sample, @Nullable Features input) {
        tiles(
                "sample_full",
                sample.latents().width(),
                drawing(sample.latents(), input)
                        .pointers(of(sample.mean()), of(sample.factor()), of(sample.searchIds())));
    }

    void add(Operation.SampleEliteMatrix sample, @Nullable Features input) {
        Proposal.EliteMatrix proposal = sample.proposal();
        tiles(
                "sample_elite_matrix",
                sample.latents().width(),
                drawing(sample.latents(), input)
                        .pointers(
                                of(proposal.mean()),
                                of(proposal.elites()),
                                of(proposal.counts()),
                                of(proposal.jitter()),
                                of(sample.searchIds()))
                        .integer((int) proposal.elites().shape().dimension(1)));
    }

    /** The first arguments of all: the chunk, and where latents and features go. */
    private Arguments drawing(Rows.Stored latents, @Nullable Features input) {
        ChunkView chunk = work.chunk();
        return chunk.arguments()
                .pointers(chunk.address(latents), input == null ? 0 : chunk.address(input))
                .integers(
                        latents.width(),
                        input == null ? 0 : input.channels(),
                        input == null ? 0 : input.length(),
                        work.reduced() ? 1 : 0);
    }

    private void tiles(String portable, int width, Arguments arguments) {
        long tiles = (long) Math.ceilDiv(work.chunk().rows(), LATENT_ROWS) * Math.ceilDiv(width, LATENT_ELEMENTS);
        work.launches().accept(Launch.ofBlocks(kernel(portable), tiles, LATENT_THREADS, 0, arguments));
    }

    private String kernel(String portable) {
        return work.noise() == Noise.FAST ? portable + "_fast" : portable;
    }

    private long of(Buffer buffer) {
        return work.chunk().addresses().of(buffer);
    }
}
