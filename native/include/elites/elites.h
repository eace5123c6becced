/**
 * The C ABI of the native CPU device.
 *
 * Every function that can fail returns a status; elites_last_error() gives one sentence about the last failure on the
 * calling thread. Handles are opaque. Memory that is passed in is read during the call unless it is said to be kept. A
 * device, its programs and its convolutions are used by one thread at a time; only elites_program_cancel() and
 * elites_program_next_chunk() may be called by several while a program runs. A device does one thing at a time: a started
 * program is finished before another one is started or a convolution is packed.
 */
#ifndef ELITES_ELITES_H
#define ELITES_ELITES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ELITES_ABI_VERSION 6
#define ELITES_API __attribute__((visibility("default")))

typedef struct elites_device elites_device;
typedef struct elites_convolution elites_convolution;
typedef struct elites_program elites_program;

typedef int32_t elites_status;
enum {
    ELITES_OK = 0,
    ELITES_INVALID_ARGUMENT = 1,
    ELITES_OUT_OF_MEMORY = 2,
    ELITES_INTERNAL = 3,
    ELITES_CANCELLED = 4,
};

/**
 * Where the rows of an operand lie. Not negative: the address of row 0 of a buffer, rows contiguous. Negative: ~offset,
 * offset the first float of the value for one row in the workspace of a chunk (a value of R rows starts at offset * R).
 */
typedef int64_t elites_operand;

ELITES_API int32_t elites_abi_version(void);
/** One sentence about the last failure on this thread; valid until the next call on it. */
ELITES_API const char* elites_last_error(void);

enum {
    ELITES_NO_VECTORS = 0,
    ELITES_AVX2 = 1,
    ELITES_AVX512 = 2,
};
/** The widest of these that this processor has. The library is built for AVX2, and once more for AVX-512. */
ELITES_API int32_t elites_processor(void);
/**
 * Keeps products to an instruction set, ELITES_AVX2 or ELITES_AVX512; before the first device of the process, after
 * which it fails.
 */
ELITES_API elites_status elites_limit_products(int32_t processor);
/** What this library and its products run on, for example "AVX-512, products AMX". */
ELITES_API const char* elites_instruction_set(void);
/** Version of the oneDNN library in use, for example "oneDNN 3.11.0". */
ELITES_API const char* elites_libraries(void);
/**
 * 1 where products of bfloat16 are made by the processor (AVX-512 BF16 or AMX); elsewhere, and in convolutions whose
 * number of channels does not suit it, they are made in float32.
 */
ELITES_API int32_t elites_multiplies_bfloat16(void);
/** Rows that convolutions work on at once; chunks are multiples of it. */
ELITES_API int32_t elites_tile(void);

/** Opens a device with `lanes` worker threads, at least 1. */
ELITES_API elites_status elites_device_open(int32_t lanes, elites_device** device);
/** Closes a device; its programs and convolutions must be closed before. */
ELITES_API void elites_device_close(elites_device* device);

/** Allocates bytes of zeros, aligned to 64. */
ELITES_API elites_status elites_memory_allocate(uint64_t bytes, void** memory);
ELITES_API void elites_memory_free(void* memory);

/**
 * Packs a convolution for feature maps of `length` positions. weight is [out, in, kernel] row-major, bias [out] or
 * null; both are copied. precision: that of the programs that use it. stored: 1 if no epilogue follows.
 */
ELITES_API elites_status elites_convolution_create(
        elites_device* device, int32_t in, int32_t out, int32_t kernel, int32_t stride, int32_t padding,
        int32_t upsample, int32_t length, int32_t precision, int32_t stored, const float* weight, const float* bias,
        elites_convolution** convolution);
/** 1 if its products are made of bfloat16, so that its weights take two bytes each, else 0. */
ELITES_API int32_t elites_convolution_takes_bfloat16(const elites_convolution* convolution);
ELITES_API void elites_convolution_destroy(elites_convolution* convolution);

/**
 * Makes an empty program over searches x individuals rows. Operations are added to it; then it is prepared, once, and
 * takes no more.
 *
 * @param workspace_floats floats of the workspace for one row
 * @param precision what feature maps are stored as and multiplied in: 0 float32, 1 bfloat16 (two in a float's place)
 * @param host_reward 1 if rewards come from the caller, chunk by chunk
 */
ELITES_API elites_status elites_program_create(
        elites_device* device, int32_t searches, int32_t individuals, int64_t workspace_floats, int32_t precision,
        int32_t host_reward, elites_program** program);
/**
 * Lets each search draw by a seed and a generation of its own in place of a run's. Before the program is prepared.
 *
 * @param seeds [2, searches]: low words, then high words; read by every run, like
 * @param generations [searches]
 */
ELITES_API elites_status elites_program_set_clocks(
        elites_program* program, const int32_t* seeds, const int32_t* generations);
ELITES_API void elites_program_destroy(elites_program* program);
/** Floats of memory that a lane takes for the per-individual operations added so far, beside its workspace. */
ELITES_API int64_t elites_program_scratch_floats(const elites_program* program);
/**
 * Allocates the workspaces of a program whose operations are all added.
 *
 * @param chunk_rows rows of a chunk, a positive multiple of elites_tile()
 * @param lanes chunks in flight, in [1, lanes of the device]
 */
ELITES_API elites_status elites_program_prepare(elites_program* program, int32_t chunk_rows, int32_t lanes);

/*
 * The per-individual part, in order. Buffers, convolutions, gains, biases, scales and shifts are kept by address; terms
 * of a reward and coefficients of a sampler are copied.
 */

ELITES_API elites_status elites_add_sample_diagonal(
        elites_program* program, elites_operand latents, int32_t width, const float* mean, const float* deviation,
        const int32_t* search_ids);
ELITES_API elites_status elites_add_sample_full(
        elites_program* program, elites_operand latents, int32_t width, const float* mean, const float* factor,
        const int32_t* search_ids);
/** elites [searches, capacity, width] and counts [searches] of a proposal, its jitter [searches]. */
ELITES_API elites_status elites_add_sample_elite_matrix(
        elites_program* program, elites_operand latents, int32_t width, int32_t capacity, const float* mean,
        const float* elites, const int32_t* counts, const float* jitter, const int32_t* search_ids);
/** weights [searches, components], means and deviations [searches, components, width], chosen [searches, individuals] */
ELITES_API elites_status elites_add_sample_mixture(
        elites_program* program, elites_operand latents, int32_t width, int32_t components, const float* weights,
        const float* means, const float* deviations, const int32_t* search_ids, int32_t* chosen);
ELITES_API elites_status elites_add_load(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length);
/**
 * norm: 0 none, 1 group, 2 root mean square; gain and norm_bias are [channels]. scale_shift is [2, channels] or null.
 * activation: 0 none, 1 SiLU, 2 Mish, 3 GELU. has_residual: whether residual is an operand.
 */
ELITES_API elites_status elites_add_convolve(
        elites_program* program, elites_operand source, elites_operand target, elites_convolution* convolution,
        int32_t norm, int32_t groups, const float* gain, const float* norm_bias, float epsilon,
        const float* scale_shift, int32_t activation, int32_t has_residual, elites_operand residual);
ELITES_API elites_status elites_add_normalize(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length,
        int32_t norm, int32_t groups, const float* gain, const float* norm_bias, float epsilon);
ELITES_API elites_status elites_add_concatenate(
        elites_program* program, elites_operand first, int32_t first_channels, elites_operand second,
        int32_t second_channels, elites_operand target, int32_t length);
/** linear: 0 softmax attention, 1 linear attention; channels are those of the target, a third of the source's. */
ELITES_API elites_status elites_add_attend(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length,
        int32_t heads, int32_t linear);
/** coefficients: x0_state, x0_output, clip, eps_state, eps_output, eps_x0, next_x0, next_eps, next_noise; copied. */
ELITES_API elites_status elites_add_update_sampler(
        elites_program* program, elites_operand state, elites_operand output, elites_operand target, int32_t channels,
        int32_t length, const float* coefficients, int32_t step, const int32_t* search_ids,
        const int32_t* individuals, const int32_t* generations);
ELITES_API elites_status elites_add_affine(
        elites_program* program, elites_operand source, elites_operand target, int32_t width, int32_t parts,
        const float* scale, const float* shift);
/** length: the Euclidean length that every row gets; a row of zeros stays. */
ELITES_API elites_status elites_add_rescale(
        elites_program* program, elites_operand source, elites_operand target, int32_t width, float length);
/** terms: kind, offset and size of each term; copied. */
ELITES_API elites_status elites_add_score(
        elites_program* program, elites_operand samples, int32_t channels, int32_t length, const int32_t* terms,
        int32_t term_count, const float* parameters, int32_t columns, float* rewards);

/* The population-wide part, in order. A selection is its three buffers. */

ELITES_API elites_status elites_add_select(
        elites_program* program, const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary,
        float* threshold);
ELITES_API elites_status elites_add_moments(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        float* mean, float* variance);
ELITES_API elites_status elites_add_covariance(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        const float* mean, const float* jitter, float* covariance);
ELITES_API elites_status elites_add_cholesky(
        elites_program* program, int32_t width, const float* covariance, float* factor, int32_t* valid);
/** As elites_add_cholesky, with up to three jitters where that fails; retries [searches]. */
ELITES_API elites_status elites_add_robust_cholesky(
        elites_program* program, int32_t width, float* covariance, float* factor, int32_t* valid, int32_t* retries);
ELITES_API elites_status elites_add_shrink(
        elites_program* program, int32_t width, const int32_t* summary, float* covariance, float* intensity);
ELITES_API elites_status elites_add_update_diagonal(
        elites_program* program, int32_t width, const int32_t* summary, const float* mean, const float* variance,
        const float* floors, float* proposal_mean, float* proposal_deviation, float* divergence, int32_t* outcome);
ELITES_API elites_status elites_add_update_full(
        elites_program* program, int32_t width, const int32_t* summary, const float* mean, const float* covariance,
        const float* factor, const int32_t* valid, float* proposal_mean, float* proposal_covariance,
        float* proposal_factor, float* divergence, int32_t* outcome);
ELITES_API elites_status elites_add_update_elite_matrix(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        const float* mean, const float* jitter, int32_t capacity, float* proposal_mean, float* proposal_elites,
        int32_t* proposal_counts, float* proposal_jitter, float* divergence, int32_t* outcome);
/** table [searches, steps, 5], read by generation; target may not be rows. */
ELITES_API elites_status elites_add_evolve(
        elites_program* program, const float* rows, int32_t width, const float* log_fitness, const int32_t* settings,
        const float* table, int32_t steps, const int32_t* search_ids, float* target, float* sample_sizes);
ELITES_API elites_status elites_add_row_norms(
        elites_program* program, const float* rows, int32_t width, const int32_t* settings, float* norms);
ELITES_API elites_status elites_add_keep_champion(
        elites_program* program, const float* rows, int32_t width, const float* rewards, const int32_t* summary,
        int32_t slots, float* champions, float* champion_rewards, int32_t* champion_individuals);
ELITES_API elites_status elites_add_gather(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        int32_t capacity, float* target);
ELITES_API elites_status elites_add_statistics(
        elites_program* program, const float* rewards, const int32_t* settings, const int32_t* elites,
        const int32_t* summary, float* statistics);

/** Starts the per-individual part of a generation on the lanes and returns; every run that started is finished. */
ELITES_API elites_status elites_program_start(elites_program* program, uint64_t seed, int32_t generation);
/**
 * With a host reward: waits for a chunk whose samples are ready and returns its first row, -1 when there is no more. A
 * chunk has chunk_rows rows, the last one those that are left. The caller scores the rows and calls again. Several
 * threads may do so at once; all of them must have returned before the run is finished.
 */
ELITES_API int64_t elites_program_next_chunk(elites_program* program);
/**
 * Waits for the per-individual part and runs the population-wide part unless `abandon` is 1. ELITES_CANCELLED if the
 * run was cancelled; the population-wide part has not run then.
 */
ELITES_API elites_status elites_program_finish(elites_program* program, int32_t abandon);
/** How long the parts of the last run took that finished with ELITES_OK, in nanoseconds. */
ELITES_API int64_t elites_program_individual_nanos(const elites_program* program);
ELITES_API int64_t elites_program_population_nanos(const elites_program* program);
/**
 * From any thread: the run in progress, or the next one, ends early. A run whose population-wide part has begun goes on
 * to its end; then it is the next one.
 */
ELITES_API void elites_program_cancel(elites_program* program);

#ifdef __cplusplus
}
#endif

#endif
