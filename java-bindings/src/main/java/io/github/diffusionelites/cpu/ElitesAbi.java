package io.github.diffusionelites.cpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.diffusionelites.device.DeviceException;
import io.github.diffusionelites.device.DeviceMemoryException;
import io.github.diffusionelites.device.Precision;
import io.github.diffusionelites.device.engine.Runner;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code elites.h}. Addresses and operands are longs; handles are bound when this class is first used,
 * after {@link NativeLibrary} found the library.
 */
final class ElitesAbi {

    static final int VERSION = 6;

    private static final int OK = 0;
    private static final int OUT_OF_MEMORY = 2;
    static final int CANCELLED = 4;

    /** Binds a function that returns a status or another int32; arguments: i int32, l int64 or address, f float. */
    static MethodHandle status(String name, String arguments) {
        return bind(name, FunctionDescriptor.of(JAVA_INT, layouts(arguments)));
    }

    private static MethodHandle number(String name, String arguments) {
        return bind(name, FunctionDescriptor.of(JAVA_LONG, layouts(arguments)));
    }

    private static MethodHandle nothing(String name, String arguments) {
        return bind(name, FunctionDescriptor.ofVoid(layouts(arguments)));
    }

    private static MethodHandle text(String name, String arguments) {
        return bind(
                name,
                FunctionDescriptor.of(
                        ADDRESS.withTargetLayout(MemoryLayout.sequenceLayout(4096, JAVA_BYTE)), layouts(arguments)));
    }

    private static MemoryLayout[] layouts(String arguments) {
        return arguments
                .chars()
                .mapToObj(argument -> switch (argument) {
                    case 'i' -> JAVA_INT;
                    case 'l' -> JAVA_LONG;
                    case 'f' -> JAVA_FLOAT;
                    default -> throw new AssertionError("No layout for " + (char) argument);
                })
                .toArray(MemoryLayout[]::new);
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
        SymbolLookup library = NativeLibrary.lookup();
        return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
    }

    private static final MethodHandle LAST_ERROR = text("elites_last_error", "");
    private static final MethodHandle INSTRUCTION_SET = text("elites_instruction_set", "");
    private static final MethodHandle LIBRARIES = text("elites_libraries", "");
    private static final MethodHandle MULTIPLIES_BFLOAT16 = status("elites_multiplies_bfloat16", "");
    private static final MethodHandle TILE = status("elites_tile", "");
    private static final MethodHandle DEVICE_OPEN = status("elites_device_open", "il");
    private static final MethodHandle DEVICE_CLOSE = nothing("elites_device_close", "l");
    private static final MethodHandle ALLOCATE = status("elites_memory_allocate", "ll");
    private static final MethodHandle FREE = nothing("elites_memory_free", "l");
    private static final MethodHandle CONVOLUTION_CREATE = status("elites_convolution_create", "liiiiiiiiilll");
    private static final MethodHandle CONVOLUTION_TAKES_BFLOAT16 = status("elites_convolution_takes_bfloat16", "l");
    private static final MethodHandle CONVOLUTION_DESTROY = nothing("elites_convolution_destroy", "l");
    private static final MethodHandle PROGRAM_CREATE = status("elites_program_create", "liiliil");
    private static final MethodHandle PROGRAM_DESTROY = nothing("elites_program_destroy", "l");
    private static final MethodHandle SCRATCH_FLOATS = number("elites_program_scratch_floats", "l");
    private static final MethodHandle SET_CLOCKS = status("elites_program_set_clocks", "lll");
    private static final MethodHandle PREPARE = status("elites_program_prepare", "lii");
    private static final MethodHandle ADD_SAMPLE_DIAGONAL = status("elites_add_sample_diagonal", "llilll");
    private static final MethodHandle ADD_SAMPLE_FULL = status("elites_add_sample_full", "llilll");
    private static final MethodHandle ADD_LOAD = status("elites_add_load", "lllii");
    private static final MethodHandle ADD_CONVOLVE = status("elites_add_convolve", "lllliillfliil");
    private static final MethodHandle ADD_NORMALIZE = status("elites_add_normalize", "llliiiillf");
    private static final MethodHandle ADD_CONCATENATE = status("elites_add_concatenate", "llilili");
    private static final MethodHandle ADD_ATTEND = status("elites_add_attend", "llliiii");
    private static final MethodHandle ADD_UPDATE_SAMPLER = status("elites_add_update_sampler", "lllliililll");
    private static final MethodHandle ADD_AFFINE = status("elites_add_affine", "llliill");
    private static final MethodHandle ADD_RESCALE = status("elites_add_rescale", "lllif");
    private static final MethodHandle ADD_SCORE = status("elites_add_score", "lliililil");
    private static final MethodHandle ADD_SELECT = status("elites_add_select", "llllll");
    private static final MethodHandle ADD_MOMENTS = status("elites_add_moments", "llillll");
    private static final MethodHandle ADD_COVARIANCE = status("elites_add_covariance", "llilllll");
    private static final MethodHandle ADD_CHOLESKY = status("elites_add_cholesky", "lilll");
    private static final MethodHandle ADD_UPDATE_DIAGONAL = status("elites_add_update_diagonal", "lillllllll");
    private static final MethodHandle ADD_UPDATE_FULL = status("elites_add_update_full", "lillllllllll");
    private static final MethodHandle ADD_KEEP_CHAMPION = status("elites_add_keep_champion", "llillilll");
    private static final MethodHandle ADD_GATHER = status("elites_add_gather", "llillil");
    private static final MethodHandle ADD_STATISTICS = status("elites_add_statistics", "llllll");
    private static final MethodHandle START = status("elites_program_start", "lli");
    private static final MethodHandle NEXT_CHUNK = number("elites_program_next_chunk", "l");
    private static final MethodHandle FINISH = status("elites_program_finish", "li");
    private static final MethodHandle INDIVIDUAL_NANOS = number("elites_program_individual_nanos", "l");
    private static final MethodHandle POPULATION_NANOS = number("elites_program_population_nanos", "l");
    private static final MethodHandle CANCEL = nothing("elites_program_cancel", "l");

    private ElitesAbi() {}

    /** A call whose arguments are all known to fit the handle; an exception that it throws is a defect here. */
    interface Call<T> {
        T invoke() throws Throwable;
    }

    private interface Action {
        void run() throws Throwable;
    }

    private static void run(Action action) {
        call(() -> {
            action.run();
            return 0;
        });
    }

    static <T> T call(Call<T> call) {
        try {
            return call.invoke();
        } catch (Error e) {
            // Such as a virtual machine without memory, which has nothing to do with signatures.
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("A native call does not fit its signature.", e);
        }
    }

    static void check(String function, int status, long bytes) {
        if (status == OK) {
            return;
        }
        String message = call(() -> (MemorySegment) LAST_ERROR.invokeExact()).getString(0);
        if (status == OUT_OF_MEMORY) {
            throw new DeviceMemoryException(function, status, bytes, message);
        }
        throw new DeviceException(function, status, message + " (" + function + " returned " + status + ")");
    }

    static String instructionSet() {
        return call(() -> (MemorySegment) INSTRUCTION_SET.invokeExact()).getString(0);
    }

    static String libraries() {
        return call(() -> (MemorySegment) LIBRARIES.invokeExact()).getString(0);
    }

    /** Returns whether the processor multiplies bfloat16 by itself. */
    static boolean multipliesBfloat16() {
        return call(() -> (int) MULTIPLIES_BFLOAT16.invokeExact()) != 0;
    }

    private static int kind(Precision precision) {
        return precision == Precision.BFLOAT16 ? 1 : 0;
    }

    static int tile() {
        return call(() -> (int) TILE.invokeExact());
    }

    static long openDevice(int lanes) {
        return created("elites_device_open", 0, out -> (int) DEVICE_OPEN.invokeExact(lanes, out));
    }

    static void closeDevice(long device) {
        run(() -> {
            DEVICE_CLOSE.invokeExact(device);
        });
    }

    static long allocate(long bytes) {
        return created("elites_memory_allocate", bytes, out -> (int) ALLOCATE.invokeExact(bytes, out));
    }

    static void free(long address) {
        run(() -> {
            FREE.invokeExact(address);
        });
    }

    static long createConvolution(
            long device,
            int in,
            int out,
            int kernel,
            int stride,
            int padding,
            boolean upsample,
            int length,
            Precision precision,
            boolean stored,
            long weight,
            long bias) {
        int repeated = upsample ? 1 : 0;
        int kind = kind(precision);
        int plain = stored ? 1 : 0;
        return created("elites_convolution_create", 0, handle -> (int) CONVOLUTION_CREATE.invokeExact(
                device, in, out, kernel, stride, padding, repeated, length, kind, plain, weight, bias, handle));
    }

    /** Returns whether a convolution makes its products of bfloat16. */
    static boolean takesBfloat16(long convolution) {
        return call(() -> (int) CONVOLUTION_TAKES_BFLOAT16.invokeExact(convolution)) != 0;
    }

    static void destroyConvolution(long convolution) {
        run(() -> {
            CONVOLUTION_DESTROY.invokeExact(convolution);
        });
    }

    static long createProgram(
            long device, int searches, int individuals, long workspaceFloats, Precision precision, boolean hostReward) {
        int kind = kind(precision);
        int host = hostReward ? 1 : 0;
        return created("elites_program_create", 0, handle ->
                (int) PROGRAM_CREATE.invokeExact(device, searches, individuals, workspaceFloats, kind, host, handle));
    }

    /** Returns the bytes that a lane needs beside its workspace for the operations that were added. */
    static long scratchBytes(long program) {
        return call(() -> (long) SCRATCH_FLOATS.invokeExact(program)) * Float.BYTES;
    }

    /** Allocates the workspaces of all lanes, {@code bytes} in all, once all operations are added. */
    static void setClocks(long program, long seeds, long generations) {
        check("elites_program_set_clocks", call(() -> (int) SET_CLOCKS.invokeExact(program, seeds, generations)), 0);
    }

    static void prepare(long program, int chunkRows, int lanes, long bytes) {
        check("elites_program_prepare", call(() -> (int) PREPARE.invokeExact(program, chunkRows, lanes)), bytes);
    }

    static void destroyProgram(long program) {
        run(() -> {
            PROGRAM_DESTROY.invokeExact(program);
        });
    }

    static void addSampleDiagonal(long program, long latents, int width, long mean, long deviation, long searchIds) {
        check(
                "elites_add_sample_diagonal",
                call(() -> (int) ADD_SAMPLE_DIAGONAL.invokeExact(program, latents, width, mean, deviation, searchIds)),
                0);
    }

    static void addSampleFull(long program, long latents, int width, long mean, long factor, long searchIds) {
        check(
                "elites_add_sample_full",
                call(() -> (int) ADD_SAMPLE_FULL.invokeExact(program, latents, width, mean, factor, searchIds)),
                0);
    }

    static void addLoad(long program, long source, long target, int channels, int length) {
        check("elites_add_load", call(() -> (int) ADD_LOAD.invokeExact(program, source, target, channels, length)), 0);
    }

    static void addConvolve(
            long program,
            long source,
            long target,
            long convolution,
            NativeNorm norm,
            long scaleShift,
            int activation,
            boolean hasResidual,
            long residual) {
        int added = hasResidual ? 1 : 0;
        check(
                "elites_add_convolve",
                call(() -> (int) ADD_CONVOLVE.invokeExact(
                        program,
                        source,
                        target,
                        convolution,
                        norm.kind(),
                        norm.groups(),
                        norm.gain(),
                        norm.bias(),
                        norm.epsilon(),
                        scaleShift,
                        activation,
                        added,
                        residual)),
                0);
    }

    static void addNormalize(long program, long source, long target, int channels, int length, NativeNorm norm) {
        check(
                "elites_add_normalize",
                call(() -> (int) ADD_NORMALIZE.invokeExact(
                        program,
                        source,
                        target,
                        channels,
                        length,
                        norm.kind(),
                        norm.groups(),
                        norm.gain(),
                        norm.bias(),
                        norm.epsilon())),
                0);
    }

    static void addConcatenate(
            long program, long first, int firstChannels, long second, int secondChannels, long target, int length) {
        check(
                "elites_add_concatenate",
                call(() -> (int) ADD_CONCATENATE.invokeExact(
                        program, first, firstChannels, second, secondChannels, target, length)),
                0);
    }

    static void addAttend(long program, long source, long target, int channels, int length, int heads, boolean linear) {
        int kind = linear ? 1 : 0;
        check(
                "elites_add_attend",
                call(() -> (int) ADD_ATTEND.invokeExact(program, source, target, channels, length, heads, kind)),
                0);
    }

    static void addUpdateSampler(
            long program,
            long state,
            long output,
            long target,
            int channels,
            int length,
            float[] coefficients,
            int step,
            long searchIds,
            long individuals,
            long generations) {
        try (Arena arena = Arena.ofConfined()) {
            long values = arena.allocateFrom(JAVA_FLOAT, coefficients).address();
            check(
                    "elites_add_update_sampler",
                    call(() -> (int) ADD_UPDATE_SAMPLER.invokeExact(
                            program,
                            state,
                            output,
                            target,
                            channels,
                            length,
                            values,
                            step,
                            searchIds,
                            individuals,
                            generations)),
                    0);
        }
    }

    static void addAffine(long program, long source, long target, int width, int parts, long scale, long shift) {
        check(
                "elites_add_affine",
                call(() -> (int) ADD_AFFINE.invokeExact(program, source, target, width, parts, scale, shift)),
                0);
    }

    static void addRescale(long program, long source, long target, int width, float length) {
        check(
                "elites_add_rescale",
                call(() -> (int) ADD_RESCALE.invokeExact(program, source, target, width, length)),
                0);
    }

    static void addScore(
            long program,
            long samples,
            int channels,
            int length,
            int[] terms,
            long parameters,
            int columns,
            long rewards) {
        try (Arena arena = Arena.ofConfined()) {
            long list = arena.allocateFrom(JAVA_INT, terms).address();
            int count = terms.length / 3;
            check(
                    "elites_add_score",
                    call(() -> (int) ADD_SCORE.invokeExact(
                            program, samples, channels, length, list, count, parameters, columns, rewards)),
                    0);
        }
    }

    static void addSelect(long program, long rewards, long settings, long elites, long summary, long threshold) {
        check(
                "elites_add_select",
                call(() -> (int) ADD_SELECT.invokeExact(program, rewards, settings, elites, summary, threshold)),
                0);
    }

    static void addMoments(long program, long rows, int width, long elites, long summary, long mean, long variance) {
        check(
                "elites_add_moments",
                call(() -> (int) ADD_MOMENTS.invokeExact(program, rows, width, elites, summary, mean, variance)),
                0);
    }

    static void addCovariance(
            long program, long rows, int width, long elites, long summary, long mean, long jitter, long covariance) {
        check(
                "elites_add_covariance",
                call(() -> (int)
                        ADD_COVARIANCE.invokeExact(program, rows, width, elites, summary, mean, jitter, covariance)),
                0);
    }

    static void addCholesky(long program, int width, long covariance, long factor, long valid) {
        check(
                "elites_add_cholesky",
                call(() -> (int) ADD_CHOLESKY.invokeExact(program, width, covariance, factor, valid)),
                0);
    }

    static void addUpdateDiagonal(
            long program,
            int width,
            long summary,
            long mean,
            long variance,
            long floors,
            long proposalMean,
            long proposalDeviation,
            long divergence,
            long outcome) {
        check(
                "elites_add_update_diagonal",
                call(() -> (int) ADD_UPDATE_DIAGONAL.invokeExact(
                        program,
                        width,
                        summary,
                        mean,
                        variance,
                        floors,
                        proposalMean,
                        proposalDeviation,
                        divergence,
                        outcome)),
                0);
    }

    static void addUpdateFull(
            long program,
            int width,
            long summary,
            long mean,
            long covariance,
            long factor,
            long valid,
            long proposalMean,
            long proposalCovariance,
            long proposalFactor,
            long divergence,
            long outcome) {
        check(
                "elites_add_update_full",
                call(() -> (int) ADD_UPDATE_FULL.invokeExact(
                        program,
                        width,
                        summary,
                        mean,
                        covariance,
                        factor,
                        valid,
                        proposalMean,
                        proposalCovariance,
                        proposalFactor,
                        divergence,
                        outcome)),
                0);
    }

    static void addKeepChampion(
            long program,
            long rows,
            int width,
            long rewards,
            long summary,
            int slots,
            long champions,
            long championRewards,
            long championIndividuals) {
        check(
                "elites_add_keep_champion",
                call(() -> (int) ADD_KEEP_CHAMPION.invokeExact(
                        program,
                        rows,
                        width,
                        rewards,
                        summary,
                        slots,
                        champions,
                        championRewards,
                        championIndividuals)),
                0);
    }

    static void addGather(long program, long rows, int width, long elites, long summary, int capacity, long target) {
        check(
                "elites_add_gather",
                call(() -> (int) ADD_GATHER.invokeExact(program, rows, width, elites, summary, capacity, target)),
                0);
    }

    static void addStatistics(long program, long rewards, long settings, long elites, long summary, long statistics) {
        check(
                "elites_add_statistics",
                call(() -> (int) ADD_STATISTICS.invokeExact(program, rewards, settings, elites, summary, statistics)),
                0);
    }

    static void start(long program, long seed, int generation) {
        check("elites_program_start", call(() -> (int) START.invokeExact(program, seed, generation)), 0);
    }

    /** Waits for a chunk that is ready to be scored and returns its first row; -1 when there is none left. */
    static long nextChunk(long program) {
        return call(() -> (long) NEXT_CHUNK.invokeExact(program));
    }

    /** Waits for the run to end; null if it was cancelled or is abandoned. */
    static Runner.@Nullable Nanos finish(long program, boolean abandon) {
        int abandoned = abandon ? 1 : 0;
        int status = call(() -> (int) FINISH.invokeExact(program, abandoned));
        if (status == CANCELLED) {
            return null;
        }
        check("elites_program_finish", status, 0);
        return new Runner.Nanos(call(() -> (long) INDIVIDUAL_NANOS.invokeExact(program)), call(() ->
                (long) POPULATION_NANOS.invokeExact(program)));
    }

    static void cancel(long program) {
        run(() -> {
            CANCEL.invokeExact(program);
        });
    }

    private interface Creation {
        int create(long out) throws Throwable;
    }

    private static long created(String function, long bytes, Creation creation) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            long address = out.address();
            check(function, call(() -> creation.create(address)), bytes);
            return out.get(JAVA_LONG, 0);
        }
    }

    /** A norm as the C ABI takes it. */
    record NativeNorm(int kind, int groups, long gain, long bias, float epsilon) {}
}
