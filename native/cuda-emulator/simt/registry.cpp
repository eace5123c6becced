#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "simt/registry.hpp"

namespace simt {

namespace {

const KernelEntry* first_kernel = nullptr;

}  // namespace

KernelEntry::KernelEntry(const char* kernel_name, size_t bytes, size_t alignment, unsigned threads, Run body,
                         unsigned char* shared_from, unsigned char* shared_to)
        : name(kernel_name), argument_bytes(bytes), argument_alignment(alignment), most_threads(threads), run(body),
          shared_begin(shared_from), shared_end(shared_to), next(first_kernel) {
    if (find_kernel(kernel_name) != nullptr) {
        std::fprintf(stderr, "Two kernels are named %s; a module could hold only one of them.\n", kernel_name);
        std::abort();
    }
    first_kernel = this;
}

const KernelEntry* all_kernels() {
    return first_kernel;
}

const KernelEntry* find_kernel(const char* name) {
    for (const KernelEntry* kernel = first_kernel; kernel != nullptr; kernel = kernel->next) {
        if (std::strcmp(kernel->name, name) == 0) {
            return kernel;
        }
    }
    return nullptr;
}

}  // namespace simt
