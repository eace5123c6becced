// Device and pinned memory: one reserved range of addresses, where each allocation ends at a page that nobody may
// touch. Sizes are rounded up to 16 bytes; the rest holds a mark that is looked at later. Fresh memory is 0xFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace emulator {

enum class Kind { device, pinned };

struct Allocation {
    char* begin;
    size_t bytes;
    char* pages;
    size_t page_bytes;  // without the guard page
    Kind kind;
    int device;
    bool accessible;
};

class Memory {
public:
    // Throws Refusal: out of memory beyond the device's capacity, invalid value for no bytes. What is not accessible
    // faults until open() is called.
    const Allocation& allocate(Kind kind, int device, size_t bytes, bool accessible);
    void open(const Allocation& allocation);
    // The allocation that begins there; throws Refusal where none does.
    const Allocation& at(const void* begin, Kind kind) const;
    // Gives memory back; its addresses fault from then on. False where the marks were overwritten.
    bool release(const void* begin);

    // The allocation that holds a range wholly, or null.
    const Allocation* holding(const void* begin, size_t bytes) const;
    // Whether asynchronous copies may use host memory.
    bool is_pinned(const void* begin, size_t bytes) const;
    // Whether an address is in the reserved range: device or pinned memory, present or past.
    bool is_own(const void* address) const;

    void register_host(void* begin, size_t bytes);
    void unregister_host(void* begin);

    // The first allocation with overwritten marks, or null.
    const Allocation* damaged() const;
    std::string describe(const void* address) const;

    size_t used(int device) const;
    size_t count(Kind kind) const;
    size_t registered() const { return registered_.size(); }
    size_t capacity() const { return capacity_; }
    void set_capacity(size_t bytes) { capacity_ = bytes; }
    void forget_all();

private:
    char* place(size_t bytes);
    static bool intact(const Allocation& allocation);

    char* arena_ = nullptr;
    char* next_ = nullptr;
    size_t capacity_ = size_t{1} << 30;
    std::map<uintptr_t, Allocation> live_;
    std::map<uintptr_t, size_t> registered_;
    std::map<int, size_t> used_;
};

}  // namespace emulator
