#include "simt/fiber.hpp"

#include <cstdint>
#include <new>
#include <sys/mman.h>

#include "simt/machine.hpp"
#include "simt/sanitizer.hpp"

// The registers that a callee keeps are all that a switch saves; the compiler saves the others.
extern "C" void simt_switch(void** save, void* load);
asm(R"(
.text
.globl simt_switch
.hidden simt_switch
.type simt_switch,@function
simt_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
.globl simt_continue
.hidden simt_continue
simt_continue:
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size simt_switch,.-simt_switch
)");

namespace simt {

namespace {

constexpr size_t page = 4096;
// Instrumented code needs larger frames.
constexpr size_t stack_bytes = sanitized ? 256 * 1024 : 64 * 1024;

#if defined(SIMT_ADDRESS)
// The stack of whoever runs blocks, which the first switch away from it tells.
const void* host_lowest = nullptr;
size_t host_bytes = 0;
bool host_was_left = false;
#endif

}  // namespace

Stacks::Stacks() {
    constexpr size_t most = 2 * size_t{most_threads_per_block} + 1;
    all_.reserve(most);
    free_.reserve(most);
}

Stack* Stacks::create(size_t number) {
    void* pages = mmap(nullptr, page + stack_bytes, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) {
        throw std::bad_alloc();
    }
    mprotect(pages, page, PROT_NONE);
    char* lowest = static_cast<char*>(pages) + page;
    // Tops at the same place of every page would share one set of the cache.
    const size_t colour = number % 14 * 256;
    return new Stack{lowest, stack_bytes, lowest + stack_bytes - colour};
}

Stack* Stacks::take() {
    if (free_.empty()) {
        all_.push_back(create(all_.size()));
        return all_.back();
    }
    Stack* stack = free_.back();
    free_.pop_back();
    return stack;
}

void Stacks::reclaim() {
#if defined(SIMT_ADDRESS)
    for (const Stack* stack : all_) {
        __asan_unpoison_memory_region(stack->lowest, stack->bytes);
    }
#endif
    free_ = all_;
}

bool Stacks::is_guard(const void* address) const {
    const auto* at = static_cast<const char*>(address);
    for (const Stack* stack : all_) {
        if (at >= stack->lowest - page && at < stack->lowest) {
            return true;
        }
    }
    return false;
}

void begin_on(Context& context, Stack* stack, void (*entry)()) {
    // An address to return to that nobody returns to keeps the alignment which the calling convention wants.
    auto* words = reinterpret_cast<uintptr_t*>(stack->top);
    *--words = 0;
    *--words = reinterpret_cast<uintptr_t>(entry);
    for (int saved = 0; saved < 6; ++saved) {
        *--words = 0;
    }
    context = {words, stack, nullptr};
}

void switch_context(Context& from, Context& to, [[maybe_unused]] bool ends) {
#if defined(SIMT_ADDRESS)
    host_was_left = from.stack == nullptr;
    const void* lowest = to.stack != nullptr ? to.stack->lowest : host_lowest;
    const size_t bytes = to.stack != nullptr ? to.stack->bytes : host_bytes;
    __sanitizer_start_switch_fiber(ends ? nullptr : &from.fake_stack, lowest, bytes);
#endif
    simt_switch(&from.pointer, to.pointer);
#if defined(SIMT_ADDRESS)
    __sanitizer_finish_switch_fiber(from.fake_stack, nullptr, nullptr);
#endif
}

void arrived_on_new_stack() {
#if defined(SIMT_ADDRESS)
    const void* lowest = nullptr;
    size_t bytes = 0;
    __sanitizer_finish_switch_fiber(nullptr, &lowest, &bytes);
    if (host_was_left) {
        host_lowest = lowest;
        host_bytes = bytes;
    }
#endif
}

}  // namespace simt
