// The C ABI: checks, calls, and turns exceptions into a status and a sentence.
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "elites/elites.h"
#include "memory.hpp"
#include "onednn.hpp"
#include "operations/individual.hpp"
#include "operations/population.hpp"
#include "program.hpp"

namespace {

thread_local std::string last_error;

// Keeps the text of a failure; without memory for it none, because nothing may be thrown through the C ABI.
void keep_error(const char* prefix, const char* text) noexcept {
    try {
        last_error = std::string(prefix) + text;
    } catch (const std::bad_alloc&) {
        last_error.clear();
    }
}

template <typename Work>
elites_status guarded(Work&& work) noexcept {
    try {
        work();
        return ELITES_OK;
    } catch (const elites::Error& error) {
        keep_error("", error.what());
        return error.status();
    } catch (const std::bad_alloc&) {
        keep_error("", "The host has no memory left for this request.");
        return ELITES_OUT_OF_MEMORY;
    } catch (const std::exception& error) {
        keep_error("Unexpected failure: ", error.what());
        return ELITES_INTERNAL;
    }
}

template <typename Operation>
elites_status add(elites_program* program, Operation&& make) {
    return guarded([&] { program->program.add(make()); });
}

// A width, a length, and numbers of channels, components, slots or steps.
template <typename Operation>
elites_status add(elites_program* program, std::initializer_list<int32_t> sizes, Operation&& make) {
    return add(program, [&] {
        for (int32_t size : sizes) {
            elites::require(size >= 1, "A size of an operation is at least 1.");
        }
        return make();
    });
}

elites::Norm norm_of(
        int32_t channels, int32_t norm, int32_t groups, const float* gain, const float* bias, float epsilon) {
    elites::require(norm >= 0 && norm <= 2, "A norm is 0 (none), 1 (group) or 2 (root mean square).");
    elites::require(groups >= 1 && channels % groups == 0, "The groups of a norm divide its channels.");
    return {static_cast<elites::NormKind>(norm), groups, gain, bias, epsilon};
}

elites::Precision precision_of(int32_t precision) {
    elites::require(precision == 0 || precision == 1, "A precision is 0 (float32) or 1 (bfloat16).");
    return static_cast<elites::Precision>(precision);
}

}  // namespace

int32_t elites_abi_version(void) {
    return ELITES_ABI_VERSION;
}

const char* elites_last_error(void) {
    return last_error.c_str();
}

int32_t elites_processor(void) {
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    // All that the compiler may use there, which is more than AVX-512: bit manipulation, for example.
    bool avx512 = __builtin_cpu_supports("x86-64-v4");
    return avx512 ? ELITES_AVX512 : avx2 ? ELITES_AVX2 : ELITES_NO_VECTORS;
}

elites_status elites_limit_products(int32_t processor) {
    return guarded([&] {
        elites::require(
                processor == ELITES_AVX2 || processor == ELITES_AVX512, "Products are kept to 1 (AVX2) or 2 (AVX-512).");
        dnnl_cpu_isa_t limit = processor == ELITES_AVX2 ? dnnl_cpu_isa_avx2 : dnnl_cpu_isa_avx512_core;
        elites::check_dnnl(dnnl_set_max_cpu_isa(limit), "dnnl_set_max_cpu_isa");
    });
}

const char* elites_instruction_set(void) {
#ifdef __AVX512F__
    static const std::string text = "AVX-512, " + elites::products();
#else
    static const std::string text = "AVX2, " + elites::products();
#endif
    return text.c_str();
}

const char* elites_libraries(void) {
    static const std::string text = [] {
        const dnnl_version_t* version = dnnl_version();
        return "oneDNN " + std::to_string(version->major) + "." + std::to_string(version->minor) + "."
                + std::to_string(version->patch);
    }();
    return text.c_str();
}

int32_t elites_multiplies_bfloat16(void) {
    return elites::multiplies_bfloat16() ? 1 : 0;
}

int32_t elites_tile(void) {
    return elites::kTile;
}

elites_status elites_device_open(int32_t lanes, elites_device** device) {
    return guarded([&] {
        elites::require(lanes >= 1, "A device needs at least one lane.");
        *device = new elites_device{elites::Device(lanes)};
    });
}

void elites_device_close(elites_device* device) {
    delete device;
}

elites_status elites_memory_allocate(uint64_t bytes, void** memory) {
    return guarded([&] {
        void* allocated = elites::allocate_bytes(bytes);
        __builtin_memset(allocated, 0, bytes);
        *memory = allocated;
    });
}

void elites_memory_free(void* memory) {
    std::free(memory);
}

elites_status elites_convolution_create(
        elites_device* device, int32_t in, int32_t out, int32_t kernel, int32_t stride, int32_t padding,
        int32_t upsample, int32_t length, int32_t precision, int32_t stored, const float* weight, const float* bias,
        elites_convolution** convolution) {
    return guarded([&] {
        elites::require(
                in >= 1 && out >= 1 && kernel >= 1 && stride >= 1 && padding >= 0 && length >= 1,
                "A convolution has at least one channel, weight and position, and a stride of at least 1.");
        elites::ConvolutionShape shape = {in, out, kernel, stride, padding, upsample != 0, length};
        *convolution = new elites_convolution{
                elites::Convolution(device->device, shape, precision_of(precision), stored != 0, weight, bias)};
    });
}

int32_t elites_convolution_takes_bfloat16(const elites_convolution* convolution) {
    return convolution->convolution.takes_bfloat16() ? 1 : 0;
}

void elites_convolution_destroy(elites_convolution* convolution) {
    delete convolution;
}

elites_status elites_program_create(
        elites_device* device, int32_t searches, int32_t individuals, int64_t workspace_floats, int32_t precision,
        int32_t host_reward, elites_program** program) {
    return guarded([&] {
        elites::require(searches >= 1 && individuals >= 1, "A program has at least one search and one individual.");
        elites::require(workspace_floats >= 0, "A row of a workspace has 0 floats or more.");
        *program = new elites_program{
                {device->device, {searches, individuals}, workspace_floats, precision_of(precision),
                 host_reward != 0}};
    });
}

elites_status elites_program_set_clocks(
        elites_program* program, const int32_t* seeds, const int32_t* generations) {
    return guarded([&] {
        elites::require(seeds != nullptr && generations != nullptr, "Clocks are seeds and generations.");
        program->program.set_clocks({seeds, generations});
    });
}

void elites_program_destroy(elites_program* program) {
    delete program;
}

int64_t elites_program_scratch_floats(const elites_program* program) {
    return program->program.scratch_floats();
}

elites_status elites_program_prepare(elites_program* program, int32_t chunk_rows, int32_t lanes) {
    return guarded([&] { program->program.prepare(chunk_rows, lanes); });
}

elites_status elites_add_sample_diagonal(
        elites_program* program, elites_operand latents, int32_t width, const float* mean, const float* deviation,
        const int32_t* search_ids) {
    return add(program, {width}, [&] {
        return elites::make_sample_diagonal(latents, width, mean, deviation, search_ids);
    });
}

elites_status elites_add_sample_full(
        elites_program* program, elites_operand latents, int32_t width, const float* mean, const float* factor,
        const int32_t* search_ids) {
    return add(program, {width}, [&] { return elites::make_sample_full(latents, width, mean, factor, search_ids); });
}

elites_status elites_add_sample_elite_matrix(
        elites_program* program, elites_operand latents, int32_t width, int32_t capacity, const float* mean,
        const float* elites, const int32_t* counts, const float* jitter, const int32_t* search_ids) {
    return add(program, {width, capacity}, [&] {
        return elites::make_sample_elite_matrix(latents, width, capacity, mean, elites, counts, jitter, search_ids);
    });
}

elites_status elites_add_sample_mixture(
        elites_program* program, elites_operand latents, int32_t width, int32_t components, const float* weights,
        const float* means, const float* deviations, const int32_t* search_ids, int32_t* chosen) {
    return add(program, {width, components}, [&] {
        return elites::make_sample_mixture(
                latents, width, components, weights, means, deviations, search_ids, chosen);
    });
}

elites_status elites_add_load(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length) {
    return add(program, {channels, length}, [&] { return elites::make_load(source, target, channels, length); });
}

elites_status elites_add_convolve(
        elites_program* program, elites_operand source, elites_operand target, elites_convolution* convolution,
        int32_t norm, int32_t groups, const float* gain, const float* norm_bias, float epsilon,
        const float* scale_shift, int32_t activation, int32_t has_residual, elites_operand residual) {
    return add(program, [&] {
        elites::require(
                activation >= 0 && activation <= 3, "An activation is 0 (none), 1 (SiLU), 2 (Mish) or 3 (GELU).");
        elites::Epilogue epilogue = {
                norm_of(convolution->convolution.shape().out, norm, groups, gain, norm_bias, epsilon), scale_shift,
                static_cast<elites::Activation>(activation)};
        bool stored = epilogue.is_identity() && has_residual == 0;
        elites::require(
                stored || !convolution->convolution.gives_bfloat16(),
                "A convolution that stores its products itself has neither an epilogue nor a residual.");
        return elites::make_convolve(
                source, target, convolution->convolution, epilogue, has_residual != 0, residual);
    });
}

elites_status elites_add_normalize(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length,
        int32_t norm, int32_t groups, const float* gain, const float* norm_bias, float epsilon) {
    return add(program, {channels, length}, [&] {
        return elites::make_normalize(
                source, target, channels, length, norm_of(channels, norm, groups, gain, norm_bias, epsilon));
    });
}

elites_status elites_add_concatenate(
        elites_program* program, elites_operand first, int32_t first_channels, elites_operand second,
        int32_t second_channels, elites_operand target, int32_t length) {
    return add(program, {first_channels, second_channels, length}, [&] {
        return elites::make_concatenate(first, first_channels, second, second_channels, target, length);
    });
}

elites_status elites_add_attend(
        elites_program* program, elites_operand source, elites_operand target, int32_t channels, int32_t length,
        int32_t heads, int32_t linear) {
    return add(program, {channels, length}, [&] {
        elites::require(heads >= 1 && channels % heads == 0, "The heads of an attention divide its channels.");
        return elites::make_attend(source, target, channels, length, heads, linear != 0);
    });
}

elites_status elites_add_update_sampler(
        elites_program* program, elites_operand state, elites_operand output, elites_operand target, int32_t channels,
        int32_t length, const float* coefficients, int32_t step, const int32_t* search_ids,
        const int32_t* individuals, const int32_t* generations) {
    return add(program, {channels, length}, [&] {
        const float* c = coefficients;
        elites::SamplerCoefficients values = {c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], step};
        return elites::make_update_sampler(
                state, output, target, channels, length, values, {search_ids, individuals, generations});
    });
}

elites_status elites_add_affine(
        elites_program* program, elites_operand source, elites_operand target, int32_t width, int32_t parts,
        const float* scale, const float* shift) {
    return add(program, [&] {
        elites::require(width >= 1 && parts >= 1 && width % parts == 0, "The parts of an affine map divide its width.");
        return elites::make_affine(source, target, width, parts, scale, shift);
    });
}

elites_status elites_add_rescale(
        elites_program* program, elites_operand source, elites_operand target, int32_t width, float length) {
    return add(program, {width}, [&] { return elites::make_rescale(source, target, width, length); });
}

elites_status elites_add_score(
        elites_program* program, elites_operand samples, int32_t channels, int32_t length, const int32_t* terms,
        int32_t term_count, const float* parameters, int32_t columns, float* rewards) {
    return add(program, {channels, length}, [&] {
        std::vector<elites::RewardTerm> list;
        for (int32_t i = 0; i < term_count; ++i) {
            elites::require(terms[3 * i] >= 0 && terms[3 * i] <= elites::kPathLength, "There is no such reward term.");
            list.push_back({terms[3 * i], terms[3 * i + 1], terms[3 * i + 2]});
        }
        return elites::make_score(samples, channels, length, std::move(list), parameters, columns, rewards);
    });
}

elites_status elites_add_select(
        elites_program* program, const float* rewards, const int32_t* settings, int32_t* elites, int32_t* summary,
        float* threshold) {
    return add(program, [&] { return elites::make_select(rewards, settings, elites, summary, threshold); });
}

elites_status elites_add_moments(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        float* mean, float* variance) {
    return add(program, {width}, [&] { return elites::make_moments(rows, width, {elites, summary}, mean, variance); });
}

elites_status elites_add_covariance(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        const float* mean, const float* jitter, float* covariance) {
    return add(program, {width}, [&] {
        return elites::make_covariance(rows, width, {elites, summary}, mean, jitter, covariance);
    });
}

elites_status elites_add_cholesky(
        elites_program* program, int32_t width, const float* covariance, float* factor, int32_t* valid) {
    return add(program, {width}, [&] { return elites::make_cholesky(width, covariance, factor, valid); });
}

elites_status elites_add_robust_cholesky(
        elites_program* program, int32_t width, float* covariance, float* factor, int32_t* valid, int32_t* retries) {
    return add(program, {width}, [&] {
        return elites::make_robust_cholesky(width, covariance, factor, valid, retries);
    });
}

elites_status elites_add_shrink(
        elites_program* program, int32_t width, const int32_t* summary, float* covariance, float* intensity) {
    return add(program, {width}, [&] { return elites::make_shrink(width, {nullptr, summary}, covariance, intensity); });
}

elites_status elites_add_update_diagonal(
        elites_program* program, int32_t width, const int32_t* summary, const float* mean, const float* variance,
        const float* floors, float* proposal_mean, float* proposal_deviation, float* divergence, int32_t* outcome) {
    return add(program, {width}, [&] {
        return elites::make_update_diagonal(
                width, {nullptr, summary}, mean, variance, floors,
                {proposal_mean, proposal_deviation, divergence, outcome});
    });
}

elites_status elites_add_update_full(
        elites_program* program, int32_t width, const int32_t* summary, const float* mean, const float* covariance,
        const float* factor, const int32_t* valid, float* proposal_mean, float* proposal_covariance,
        float* proposal_factor, float* divergence, int32_t* outcome) {
    return add(program, {width}, [&] {
        return elites::make_update_full(
                width, {nullptr, summary}, mean, covariance, factor, valid,
                {proposal_mean, proposal_covariance, proposal_factor, divergence, outcome});
    });
}

elites_status elites_add_update_elite_matrix(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        const float* mean, const float* jitter, int32_t capacity, float* proposal_mean, float* proposal_elites,
        int32_t* proposal_counts, float* proposal_jitter, float* divergence, int32_t* outcome) {
    return add(program, {width, capacity}, [&] {
        return elites::make_update_elite_matrix(
                rows, width, {elites, summary}, mean, jitter,
                {proposal_mean, proposal_elites, capacity, proposal_counts, proposal_jitter, divergence, outcome});
    });
}

elites_status elites_add_evolve(
        elites_program* program, const float* rows, int32_t width, const float* log_fitness, const int32_t* settings,
        const float* table, int32_t steps, const int32_t* search_ids, float* target, float* sample_sizes) {
    return add(program, {width, steps}, [&] {
        elites::require(rows != target, "A step of Diffusion Evolution cannot write the rows that it reads.");
        return elites::make_evolve(
                {rows, log_fitness, settings, table, search_ids, target, sample_sizes}, width, steps);
    });
}

elites_status elites_add_row_norms(
        elites_program* program, const float* rows, int32_t width, const int32_t* settings, float* norms) {
    return add(program, {width}, [&] { return elites::make_row_norms(rows, width, settings, norms); });
}

elites_status elites_add_keep_champion(
        elites_program* program, const float* rows, int32_t width, const float* rewards, const int32_t* summary,
        int32_t slots, float* champions, float* champion_rewards, int32_t* champion_individuals) {
    return add(program, {width, slots}, [&] {
        return elites::make_keep_champion(
                rows, width, rewards, {nullptr, summary}, slots, champions, champion_rewards, champion_individuals);
    });
}

elites_status elites_add_gather(
        elites_program* program, const float* rows, int32_t width, const int32_t* elites, const int32_t* summary,
        int32_t capacity, float* target) {
    return add(program, {width, capacity}, [&] {
        return elites::make_gather(rows, width, {elites, summary}, capacity, target);
    });
}

elites_status elites_add_statistics(
        elites_program* program, const float* rewards, const int32_t* settings, const int32_t* elites,
        const int32_t* summary, float* statistics) {
    return add(program, [&] { return elites::make_statistics(rewards, settings, {elites, summary}, statistics); });
}

elites_status elites_program_start(elites_program* program, uint64_t seed, int32_t generation) {
    return guarded([&] { program->program.start(seed, static_cast<uint32_t>(generation)); });
}

int64_t elites_program_next_chunk(elites_program* program) {
    return program->program.next_chunk();
}

elites_status elites_program_finish(elites_program* program, int32_t abandon) {
    bool finished = false;
    elites_status status = guarded([&] { finished = program->program.finish(abandon != 0); });
    return status == ELITES_OK && !finished ? ELITES_CANCELLED : status;
}

int64_t elites_program_individual_nanos(const elites_program* program) {
    return program->program.individual_nanos();
}

int64_t elites_program_population_nanos(const elites_program* program) {
    return program->program.population_nanos();
}

void elites_program_cancel(elites_program* program) {
    program->program.cancel();
}
