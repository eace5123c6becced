// What the sanitizers must be told about fibers. The machine itself is never instrumented (its own bookkeeping would
// look like races between CUDA threads); SIMT_ADDRESS or SIMT_THREAD says what the kernels are built with.
#pragma once

#include <cstddef>

#if defined(SIMT_ADDRESS)
extern "C" {
void __sanitizer_start_switch_fiber(void** fake_stack, const void* lowest, size_t bytes);
void __sanitizer_finish_switch_fiber(void* fake_stack, const void** old_lowest, size_t* old_bytes);
void __asan_poison_memory_region(const volatile void* from, size_t bytes);
void __asan_unpoison_memory_region(const volatile void* from, size_t bytes);
}
#endif

#if defined(SIMT_THREAD)
extern "C" {
void* __tsan_get_current_fiber(void);
void* __tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void* fiber);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
void __tsan_acquire(void* object);
void __tsan_release(void* object);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

namespace simt {

#if defined(SIMT_ADDRESS) || defined(SIMT_THREAD)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

// What one thread did before its release happens before what another does after its acquire of the same object.
inline void acquire([[maybe_unused]] void* object) {
#if defined(SIMT_THREAD)
    __tsan_acquire(object);
#endif
}

inline void release([[maybe_unused]] void* object) {
#if defined(SIMT_THREAD)
    __tsan_release(object);
#endif
}

// While it is alive, library functions that the machine calls are no accesses of the thread's.
class Unobserved {
public:
#if defined(SIMT_THREAD)
    Unobserved() {
        AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
        AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    }
    ~Unobserved() {
        AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
        AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
    }
#else
    Unobserved() {}
    ~Unobserved() {}
#endif
    Unobserved(const Unobserved&) = delete;
    Unobserved& operator=(const Unobserved&) = delete;
};

}  // namespace simt
