#include "driver/shared_image.hpp"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include <dlfcn.h>
#include <elf.h>
#include <unistd.h>

#include "driver/results.hpp"
#include "simt/image.hpp"

namespace emulator {

bool is_shared_image(const void* image) {
    Elf64_Ehdr header;
    std::memcpy(header.e_ident, image, sizeof header.e_ident);
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) {
        return false;
    }
    std::memcpy(&header, image, sizeof header);
    // A device's own code is ELF, too.
    return header.e_machine == EM_X86_64 && header.e_type == ET_DYN;
}

const simt::KernelEntry* open_shared_image(const void* image) {
    Elf64_Ehdr header;
    std::memcpy(&header, image, sizeof header);
    // Its section headers are its end.
    const size_t bytes = header.e_shoff + static_cast<size_t>(header.e_shnum) * header.e_shentsize;
    // A name that was never opened before: the linker would return what it opened under it.
    // mkstemp puts letters of its own in place of the six X.
    std::string path = std::filesystem::temp_directory_path() / "elites-image-XXXXXX";
    const int file = mkstemp(path.data());
    require(file >= 0, CUDA_ERROR_OPERATING_SYSTEM);
    const bool written = write(file, image, bytes) == static_cast<ssize_t>(bytes);
    close(file);
    void* const library = written ? dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
    unlink(path.c_str());
    require(library != nullptr, CUDA_ERROR_INVALID_IMAGE);
    using First = const void* (*)();
    const auto first = reinterpret_cast<First>(dlsym(library, "emulator_kernels_of_image"));
    require(first != nullptr, CUDA_ERROR_INVALID_IMAGE);
    return static_cast<const simt::KernelEntry*>(first());
}

const simt::KernelEntry* find_kernel_behind(const simt::KernelEntry* first, const char* name) {
    while (first != nullptr && std::strcmp(first->name, name) != 0) {
        first = first->next;
    }
    return first;
}

}  // namespace emulator

const simt::Machine* emulator_machine() {
    using namespace simt;
    static const Machine machine{&current, &geometry, barrier, exchange, may_yield, fence, fail};
    return &machine;
}
