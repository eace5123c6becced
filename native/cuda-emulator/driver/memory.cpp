#include "driver/memory.hpp"

#include <algorithm>
#include <cstring>
#include <sys/mman.h>

#include "driver/results.hpp"

namespace emulator {

namespace {

constexpr size_t page = 4096;
// Addresses cost nothing; that freed ones are not soon used again shows who still uses them.
constexpr size_t arena_bytes = size_t{64} << 30;
constexpr unsigned char mark = 0xa5;
constexpr size_t most_marked = 64;

uintptr_t number(const void* address) {
    return reinterpret_cast<uintptr_t>(address);
}

size_t rounded(size_t bytes, size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

// The marked bytes before an allocation.
size_t bytes_before(const Allocation& allocation) {
    const auto slack = static_cast<size_t>(allocation.begin - allocation.pages);
    return slack < most_marked ? slack : most_marked;
}

size_t bytes_behind(const Allocation& allocation) {
    return static_cast<size_t>(allocation.pages + allocation.page_bytes - (allocation.begin + allocation.bytes));
}

bool is_marked(const char* from, size_t bytes) {
    for (size_t byte = 0; byte < bytes; ++byte) {
        if (static_cast<unsigned char>(from[byte]) != mark) {
            return false;
        }
    }
    return true;
}

}  // namespace

char* Memory::place(size_t bytes) {
    if (arena_ == nullptr) {
        void* range = mmap(nullptr, arena_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        require(range != MAP_FAILED, CUDA_ERROR_OUT_OF_MEMORY);
        arena_ = next_ = static_cast<char*>(range);
    }
    if (next_ + bytes > arena_ + arena_bytes) {
        next_ = arena_;
    }
    for (const auto& [begin, allocation] : live_) {
        const char* behind = allocation.pages + allocation.page_bytes + page;
        if (behind > next_ && allocation.pages < next_ + bytes) {
            next_ = const_cast<char*>(behind);
        }
    }
    require(next_ + bytes <= arena_ + arena_bytes, CUDA_ERROR_OUT_OF_MEMORY);
    char* pages = next_;
    next_ += bytes;
    return pages;
}

const Allocation& Memory::allocate(Kind kind, int device, size_t bytes, bool accessible) {
    require(bytes != 0, CUDA_ERROR_INVALID_VALUE);
    require(bytes < arena_bytes, CUDA_ERROR_OUT_OF_MEMORY);
    if (kind == Kind::device) {
        const size_t left = capacity_ - std::min(capacity_, used(device));
        require(bytes <= left, CUDA_ERROR_OUT_OF_MEMORY);
    }
    Allocation allocation{};
    allocation.bytes = bytes;
    allocation.kind = kind;
    allocation.device = device;
    allocation.page_bytes = rounded(bytes, page);
    allocation.pages = place(allocation.page_bytes + page);
    allocation.begin = allocation.pages + allocation.page_bytes - rounded(bytes, 16);
    if (kind == Kind::device) {
        used_[device] += bytes;
    }
    const Allocation& entered = live_[number(allocation.begin)] = allocation;
    if (accessible) {
        open(entered);
    }
    return entered;
}

void Memory::open(const Allocation& opened) {
    Allocation& allocation = live_.at(number(opened.begin));
    const int result = mprotect(allocation.pages, allocation.page_bytes, PROT_READ | PROT_WRITE);
    require(result == 0, CUDA_ERROR_OUT_OF_MEMORY);
    allocation.accessible = true;
    std::memset(allocation.begin - bytes_before(allocation), mark, bytes_before(allocation));
    std::memset(allocation.begin, 0xff, allocation.bytes);
    std::memset(allocation.begin + allocation.bytes, mark, bytes_behind(allocation));
}

const Allocation& Memory::at(const void* begin, Kind kind) const {
    const auto found = live_.find(number(begin));
    require(found != live_.end() && found->second.kind == kind, CUDA_ERROR_INVALID_VALUE);
    return found->second;
}

bool Memory::intact(const Allocation& allocation) {
    return !allocation.accessible
            || (is_marked(allocation.begin - bytes_before(allocation), bytes_before(allocation))
                && is_marked(allocation.begin + allocation.bytes, bytes_behind(allocation)));
}

bool Memory::release(const void* begin) {
    const Allocation allocation = live_.at(number(begin));
    const bool was_intact = intact(allocation);
    madvise(allocation.pages, allocation.page_bytes, MADV_DONTNEED);
    mprotect(allocation.pages, allocation.page_bytes, PROT_NONE);
    if (allocation.kind == Kind::device) {
        used_[allocation.device] -= allocation.bytes;
    }
    live_.erase(number(begin));
    return was_intact;
}

const Allocation* Memory::holding(const void* begin, size_t bytes) const {
    auto found = live_.upper_bound(number(begin));
    if (found == live_.begin()) {
        return nullptr;
    }
    const Allocation& allocation = (--found)->second;
    const size_t offset = number(begin) - found->first;
    return offset <= allocation.bytes && bytes <= allocation.bytes - offset ? &allocation : nullptr;
}

bool Memory::is_pinned(const void* begin, size_t bytes) const {
    const Allocation* allocation = holding(begin, bytes);
    if (allocation != nullptr) {
        return allocation->kind == Kind::pinned;
    }
    auto found = registered_.upper_bound(number(begin));
    if (found == registered_.begin()) {
        return false;
    }
    --found;
    const size_t offset = number(begin) - found->first;
    return offset <= found->second && bytes <= found->second - offset;
}

bool Memory::is_own(const void* address) const {
    const auto* at = static_cast<const char*>(address);
    return arena_ != nullptr && at >= arena_ && at < arena_ + arena_bytes;
}

void Memory::register_host(void* begin, size_t bytes) {
    require(begin != nullptr && bytes != 0 && !is_own(begin), CUDA_ERROR_INVALID_VALUE);
    require(!is_pinned(begin, 1), CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED);
    registered_[number(begin)] = bytes;
}

void Memory::unregister_host(void* begin) {
    require(registered_.erase(number(begin)) == 1, CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED);
}

const Allocation* Memory::damaged() const {
    for (const auto& [begin, allocation] : live_) {
        if (!intact(allocation)) {
            return &allocation;
        }
    }
    return nullptr;
}

// Says what is nearest below, which is what an access too far most likely meant.
std::string Memory::describe(const void* address) const {
    if (!is_own(address)) {
        return "";
    }
    auto found = live_.upper_bound(number(address));
    if (found == live_.begin()) {
        return "which was freed or never allocated";
    }
    const Allocation& below = (--found)->second;
    if (static_cast<const char*>(address) >= below.pages + below.page_bytes + page) {
        return "which was freed or never allocated";
    }
    const size_t offset = number(address) - found->first;
    const std::string size = "an allocation of " + std::to_string(below.bytes) + " bytes";
    if (!below.accessible) {
        return "in " + size + " whose allocation the stream has not come to yet";
    }
    return std::to_string(offset - below.bytes) + " bytes behind " + size;
}

size_t Memory::used(int device) const {
    const auto found = used_.find(device);
    return found == used_.end() ? 0 : found->second;
}

size_t Memory::count(Kind kind) const {
    size_t counted = 0;
    for (const auto& [begin, allocation] : live_) {
        counted += allocation.kind == kind;
    }
    return counted;
}

void Memory::forget_all() {
    while (!live_.empty()) {
        release(live_.begin()->second.begin);
    }
    registered_.clear();
}

}  // namespace emulator
