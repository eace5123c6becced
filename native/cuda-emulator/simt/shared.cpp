#include "simt/shared.hpp"

#include <cstdint>
#include <cstring>
#include <sys/mman.h>

#include "simt/machine.hpp"
#include "simt/sanitizer.hpp"

namespace {

constexpr size_t page = 4096;
constexpr size_t capacity = (simt::most_shared_bytes + page - 1) / page * page;
constexpr size_t marked_bytes = 256;
constexpr unsigned char mark = 0xa5;
static_assert(simt::most_shared_bytes + marked_bytes <= capacity);

// An instruction, not memset: sanitizers would take the fill for a use.
void fill(unsigned char* from, size_t bytes, unsigned char value) {
    asm volatile("rep stosb" : "+D"(from), "+c"(bytes) : "a"(value) : "memory");
}

}  // namespace

alignas(page) __attribute__((visibility("hidden"))) unsigned char shared_bytes[capacity];

namespace simt {

void prepare_shared(const KernelEntry& kernel, size_t dynamic_bytes) {
#if defined(SIMT_ADDRESS)
    __asan_unpoison_memory_region(shared_bytes, dynamic_bytes);
    __asan_poison_memory_region(shared_bytes + dynamic_bytes, capacity - dynamic_bytes);
#endif
#if defined(SIMT_THREAD)
    // Another block's accesses to the same bytes are no race with this one's; fresh pages have no history.
    if (dynamic_bytes != 0) {
        mmap(shared_bytes, (dynamic_bytes + page - 1) / page * page, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }
#endif
    fill(shared_bytes, dynamic_bytes, 0xff);
    fill(shared_bytes + dynamic_bytes, marked_bytes, mark);
    if (kernel.shared_begin != kernel.shared_end) {
        fill(kernel.shared_begin, static_cast<size_t>(kernel.shared_end - kernel.shared_begin), 0xff);
    }
}

bool shared_is_intact(size_t dynamic_bytes) {
    for (size_t byte = 0; byte < marked_bytes; ++byte) {
        if (shared_bytes[dynamic_bytes + byte] != mark) {
            return false;
        }
    }
    return true;
}

}  // namespace simt
