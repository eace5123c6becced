package io.github.diffusionelites.cpu;

import io.github.diffusionelites.device.Buffer;
import io.github.diffusionelites.device.DeviceCodeException;
import io.github.diffusionelites.device.DeviceInfo;
import io.github.diffusionelites.device.Epilogue;
import io.github.diffusionelites.device.Features;
import io.github.diffusionelites.device.NoiseIdentity;
import io.github.diffusionelites.device.Norm;
import io.github.diffusionelites.device.Operation;
import io.github.diffusionelites.device.Plan;
import io.github.diffusionelites.device.PlanOptions;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.Proposal;
import io.github.diffusionelites.device.Recording;
import io.github.diffusionelites.device.RewardTerm;
import io.github.diffusionelites.device.Rows;
import io.github.diffusionelites.device.SamplerCoefficients;
import io.github.diffusionelites.device.SearchClocks;
import io.github.diffusionelites.device.Selection;
import io.github.diffusionelites.device.Workspace;
import io.github.diffusionelites.device.engine.Addresses;
import io.github.diffusionelites.device.engine.HeldMemory;
import io.github.diffusionelites.device.engine.Planner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans a recording and hands its operations to the native library. */
final class Compiler {

    /** What the memory of intermediate values is called where its use is told. */
    static final String WORKSPACE = "workspace";

    /**
     * Rows of a chunk where nobody asks for a number. Below, packed weights are read too often; above, the activations
     * of a small network leave a core's cache.
     */
    private static final int MOST_CHUNK_ROWS = 32;

    private final DeviceInfo device;
    private final long handle;
    private final Weights.Lease lease;
    private final HeldMemory memory;
    private final Addresses addresses;

    private Precision precision;
    private Workspace workspace;
    private long program;

    @SuppressWarnings("NullAway.Init") // Compiling begins with precision and workspace.
    Compiler(DeviceInfo device, long handle, Weights weights, HeldMemory memory, Addresses addresses) {
        this.device = device;
        this.handle = handle;
        this.lease = weights.lease();
        this.memory = memory;
        this.addresses = addresses;
    }

    CpuRunner compile(Recording recording, PlanOptions options) {
        precision = options.precision() != Precision.AUTO
                ? options.precision()
                : ElitesAbi.multipliesBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32;
        workspace = Workspace.plan(recording, precision);
        boolean compiled = false;
        try {
            program = ElitesAbi.createProgram(
                    handle,
                    recording.searches(),
                    recording.individuals(),
                    workspace.floatsPerRow(),
                    precision,
                    recording.hostReward() != null);
            SearchClocks clocks = recording.clocks();
            if (clocks != null) {
                ElitesAbi.setClocks(program, address(clocks.seeds()), address(clocks.generations()));
            }
            recording.individualPart().forEach(this::add);
            recording.populationPart().forEach(this::add);
            Plan plan = planner().plan(recording, options, precision);
            ElitesAbi.prepare(program, plan.chunkRows(), plan.lanes(), plan.workspaceBytes());
            CpuRunner made = new CpuRunner(program, lease, plan, memory, chunks(recording, plan));
            memory.take(plan.workspaceBytes(), () -> WORKSPACE);
            compiled = true;
            return made;
        } finally {
            if (!compiled) {
                if (program != 0) {
                    ElitesAbi.destroyProgram(program);
                }
                lease.release();
            }
        }
    }

    private @Nullable CpuChunks chunks(Recording recording, Plan plan) {
        Operation.ScoreOnHost host = recording.hostReward();
        return host == null
                ? null
                : new CpuChunks(
                        program,
                        plan,
                        address(host.samples().buffer()),
                        host.samples().width(),
                        address(host.rewards()));
    }

    /** What a lane needs is known once all operations are added, and what is free once their weights are there. */
    private Planner planner() {
        return new Planner(
                ElitesAbi.tile(),
                ElitesAbi.tile(),
                MOST_CHUNK_ROWS,
                (long) workspace.floatsPerRow() * Float.BYTES,
                ElitesAbi.scratchBytes(program),
                device.lanes(),
                memory);
    }

    private void add(Operation.Individual operation) {
        switch (operation) {
            case Operation.SampleDiagonal(Rows.Stored latents, Buffer mean, Buffer deviation, Buffer searchIds) ->
                ElitesAbi.addSampleDiagonal(
                        program,
                        operand(latents),
                        latents.width(),
                        address(mean),
                        address(deviation),
                        address(searchIds));
            case Operation.SampleFull(Rows.Stored latents, Buffer mean, Buffer factor, Buffer searchIds) ->
                ElitesAbi.addSampleFull(
                        program, operand(latents), latents.width(), address(mean), address(factor), address(searchIds));
            case Operation.SampleEliteMatrix sample -> addSampleEliteMatrix(sample);
            case Operation.SampleMixture sample -> addSampleMixture(sample);
            case Operation.Load(Rows source, Features target) ->
                ElitesAbi.addLoad(program, operand(source), operand(target), target.channels(), target.length());
            case Operation.Convolve convolve -> addConvolve(convolve);
            case Operation.Normalize(Features source, Features target, Norm norm) ->
                ElitesAbi.addNormalize(
                        program, operand(source), operand(target), source.channels(), source.length(), norm(norm));
            case Operation.Concatenate(Features first, Features second, Features target) ->
                ElitesAbi.addConcatenate(
                        program,
                        operand(first),
                        first.channels(),
                        operand(second),
                        second.channels(),
                        operand(target),
                        target.length());
            case Operation.Attend(Features source, Features target, int heads) ->
                ElitesAbi.addAttend(
                        program, operand(source), operand(target), target.channels(), target.length(), heads, false);
            case Operation.AttendLinearly(Features source, Features target, int heads) ->
                ElitesAbi.addAttend(
                        program, operand(source), operand(target), target.channels(), target.length(), heads, true);
            case Operation.UpdateSampler update -> addUpdateSampler(update);
            case Operation.Affine(Rows source, Rows target, var scale, var shift) ->
                ElitesAbi.addAffine(
                        program,
                        operand(source),
                        operand(target),
                        source.width(),
                        (int) scale.shape().elements(),
                        lease.address(scale),
                        lease.address(shift));
            case Operation.Rescale(Rows source, Rows target, float length) ->
                ElitesAbi.addRescale(program, operand(source), operand(target), source.width(), length);
            case Operation.Score score -> addScore(score);
            case Operation.ScoreByCode score ->
                throw new DeviceCodeException(
                        "The CPU device cannot run the reward " + score.code().name()
                                + ", which is code for a GPU; ask for the device cuda, or use built-in terms or a"
                                + " reward of Java's.",
                        "");
            case Operation.ScoreOnHost host -> {
                // Java scores the chunks as the lanes finish them; the native program only tells which are ready.
            }
        }
    }

    private void addConvolve(Operation.Convolve operation) {
        Features source = operation.source();
        Epilogue epilogue = operation.epilogue();
        Features residual = epilogue.residual();
        ElitesAbi.addConvolve(
                program,
                operand(source),
                operand(operation.target()),
                lease.convolution(operation.convolution(), source.length(), precision, epilogue.equals(Epilogue.NONE)),
                norm(epilogue.norm()),
                lease.address(epilogue.scaleShift()),
                epilogue.activation().ordinal(),
                residual != null,
                residual == null ? 0 : operand(residual));
    }

    private void addUpdateSampler(Operation.UpdateSampler operation) {
        SamplerCoefficients c = operation.coefficients();
        NoiseIdentity identity = operation.identity();
        float[] coefficients = {
            c.x0State(),
            c.x0Output(),
            c.clip(),
            c.epsState(),
            c.epsOutput(),
            c.epsX0(),
            c.nextX0(),
            c.nextEps(),
            c.nextNoise()
        };
        ElitesAbi.addUpdateSampler(
                program,
                operand(operation.state()),
                operand(operation.output()),
                operand(operation.target()),
                operation.output().channels(),
                operation.output().length(),
                coefficients,
                c.step(),
                address(identity.searches()),
                address(identity.individuals()),
                address(identity.generations()));
    }

    private void addScore(Operation.Score operation) {
        List<RewardTerm> terms = operation.terms();
        int[] list = new int[3 * terms.size()];
        for (int i = 0; i < terms.size(); i++) {
            list[3 * i] = terms.get(i).kind().ordinal();
            list[3 * i + 1] = terms.get(i).offset();
            list[3 * i + 2] = terms.get(i).size();
        }
        Buffer parameters = operation.parameters();
        ElitesAbi.addScore(
                program,
                operand(operation.samples()),
                operation.channels(),
                operation.length(),
                list,
                address(parameters),
                (int) parameters.shape().dimension(1),
                address(operation.rewards()));
    }

    private void add(Operation.Population operation) {
        switch (operation) {
            case Operation.Select(Buffer rewards, Buffer settings, Selection selection) ->
                ElitesAbi.addSelect(
                        program,
                        address(rewards),
                        address(settings),
                        address(selection.elites()),
                        address(selection.summary()),
                        address(selection.threshold()));
            case Operation.Moments(Rows.Stored rows, Selection selection, Buffer mean, Buffer variance) ->
                ElitesAbi.addMoments(
                        program,
                        operand(rows),
                        rows.width(),
                        address(selection.elites()),
                        address(selection.summary()),
                        address(mean),
                        address(variance));
            case Operation.Covariance(
                    Rows.Stored rows,
                    Selection selection,
                    Buffer mean,
                    Buffer jitter,
                    Buffer covariance) ->
                ElitesAbi.addCovariance(
                        program,
                        operand(rows),
                        rows.width(),
                        address(selection.elites()),
                        address(selection.summary()),
                        address(mean),
                        address(jitter),
                        address(covariance));
            case Operation.Cholesky(Buffer covariance, Buffer factor, Buffer valid) ->
                ElitesAbi.addCholesky(
                        program,
                        (int) covariance.shape().dimension(1),
                        address(covariance),
                        address(factor),
                        address(valid));
            case Operation.RobustCholesky(Buffer covariance, Buffer factor, Buffer valid, Buffer retries) ->
                ProposalAbi.addRobustCholesky(
                        program,
                        (int) covariance.shape().dimension(1),
                        address(covariance),
                        address(factor),
                        address(valid),
                        address(retries));
            case Operation.Shrink(Selection selection, Buffer covariance, Buffer intensity) ->
                ProposalAbi.addShrink(
                        program,
                        (int) covariance.shape().dimension(1),
                        address(selection.summary()),
                        address(covariance),
                        address(intensity));
            case Operation.UpdateEliteMatrix update -> addUpdateEliteMatrix(update);
            case Operation.Evolve evolve -> addEvolve(evolve);
            case Operation.RowNorms(Rows.Stored rows, Buffer settings, Buffer norms) ->
                ProposalAbi.addRowNorms(program, operand(rows), rows.width(), address(settings), address(norms));
            case Operation.UpdateDiagonal(
                    Selection selection,
                    Buffer mean,
                    Buffer variance,
                    Buffer floors,
                    Proposal.Diagonal proposal) ->
                ElitesAbi.addUpdateDiagonal(
                        program,
                        (int) mean.shape().dimension(1),
                        address(selection.summary()),
                        address(mean),
                        address(variance),
                        address(floors),
                        address(proposal.mean()),
                        address(proposal.deviation()),
                        address(proposal.divergence()),
                        address(proposal.outcome()));
            case Operation.UpdateFull update -> addUpdateFull(update);
            case Operation.KeepChampion keep -> addKeepChampion(keep);
            case Operation.Gather(Rows.Stored rows, Selection selection, Buffer target) ->
                ElitesAbi.addGather(
                        program,
                        operand(rows),
                        rows.width(),
                        address(selection.elites()),
                        address(selection.summary()),
                        (int) target.shape().dimension(1),
                        address(target));
            case Operation.Statistics(Buffer rewards, Buffer settings, Selection selection, Buffer statistics) ->
                ElitesAbi.addStatistics(
                        program,
                        address(rewards),
                        address(settings),
                        address(selection.elites()),
                        address(selection.summary()),
                        address(statistics));
        }
    }

    private void addSampleEliteMatrix(Operation.SampleEliteMatrix sample) {
        Proposal.EliteMatrix proposal = sample.proposal();
        ProposalAbi.addSampleEliteMatrix(
                program,
                operand(sample.latents()),
                sample.latents().width(),
                (int) proposal.elites().shape().dimension(1),
                address(proposal.mean()),
                address(proposal.elites()),
                address(proposal.counts()),
                address(proposal.jitter()),
                address(sample.searchIds()));
    }

    private void addSampleMixture(Operation.SampleMixture sample) {
        ProposalAbi.addSampleMixture(
                program,
                operand(sample.latents()),
                sample.latents().width(),
                (int) sample.weights().shape().dimension(1),
                address(sample.weights()),
                address(sample.means()),
                address(sample.deviations()),
                address(sample.searchIds()),
                address(sample.components()));
    }

    private void addUpdateEliteMatrix(Operation.UpdateEliteMatrix update) {
        Proposal.EliteMatrix proposal = update.proposal();
        ProposalAbi.addUpdateEliteMatrix(
                program,
                operand(update.rows()),
                update.rows().width(),
                address(update.selection().elites()),
                address(update.selection().summary()),
                address(update.mean()),
                address(update.jitter()),
                (int) proposal.elites().shape().dimension(1),
                address(proposal.mean()),
                address(proposal.elites()),
                address(proposal.counts()),
                address(proposal.jitter()),
                address(proposal.divergence()),
                address(proposal.outcome()));
    }

    private void addEvolve(Operation.Evolve evolve) {
        ProposalAbi.addEvolve(
                program,
                operand(evolve.rows()),
                evolve.rows().width(),
                address(evolve.logFitness()),
                address(evolve.settings()),
                address(evolve.table()),
                (int) evolve.table().shape().dimension(1),
                address(evolve.searchIds()),
                operand(evolve.target()),
                address(evolve.sampleSizes()));
    }

    private void addUpdateFull(Operation.UpdateFull update) {
        Proposal.Full proposal = update.proposal();
        ElitesAbi.addUpdateFull(
                program,
                (int) update.mean().shape().dimension(1),
                address(update.selection().summary()),
                address(update.mean()),
                address(update.covariance()),
                address(update.factor()),
                address(update.valid()),
                address(proposal.mean()),
                address(proposal.covariance()),
                address(proposal.factor()),
                address(proposal.divergence()),
                address(proposal.outcome()));
    }

    private void addKeepChampion(Operation.KeepChampion keep) {
        ElitesAbi.addKeepChampion(
                program,
                operand(keep.rows()),
                keep.rows().width(),
                address(keep.rewards()),
                address(keep.selection().summary()),
                (int) keep.championRewards().shape().dimension(1),
                address(keep.champions()),
                address(keep.championRewards()),
                address(keep.individuals()));
    }

    private ElitesAbi.NativeNorm norm(Norm norm) {
        return switch (norm) {
            case Norm.None() -> new ElitesAbi.NativeNorm(0, 1, 0, 0, 0);
            case Norm.Group(int groups, var gain, var bias, float epsilon) ->
                new ElitesAbi.NativeNorm(1, groups, lease.address(gain), lease.address(bias), epsilon);
            case Norm.Rms(var gain) -> new ElitesAbi.NativeNorm(2, 1, lease.address(gain), 0, 0);
        };
    }

    private long operand(Rows rows) {
        return switch (rows) {
            case Rows.Stored stored -> address(stored.buffer());
            case Rows.Scratch scratch -> ~workspace.offset(scratch.id());
        };
    }

    private long operand(Features features) {
        return ~workspace.offset(features.id());
    }

    private long address(@Nullable Buffer buffer) {
        return addresses.of(buffer);
    }
}
