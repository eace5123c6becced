// Opaque handles: numbers that are never used twice, so that a stale one is always found out.
#pragma once

#include <cstdint>
#include <map>
#include <memory>

#include "driver/results.hpp"

namespace emulator {

using Handle = void*;

inline Handle new_handle() {
    // Far from any address that could be followed.
    static uintptr_t last = 0x00c0da0000000000;
    return reinterpret_cast<Handle>(last += 0x10);
}

template <class Thing>
class Table {
public:
    Handle add(std::shared_ptr<Thing> thing) {
        const Handle handle = new_handle();
        things_[handle] = std::move(thing);
        return handle;
    }
    const std::shared_ptr<Thing>& at(Handle handle) const {
        const auto found = things_.find(handle);
        require(found != things_.end(), CUDA_ERROR_INVALID_HANDLE);
        return found->second;
    }
    std::shared_ptr<Thing> remove(Handle handle) {
        const std::shared_ptr<Thing> thing = at(handle);
        things_.erase(handle);
        return thing;
    }
    size_t size() const { return things_.size(); }
    auto begin() const { return things_.begin(); }
    auto end() const { return things_.end(); }

private:
    std::map<Handle, std::shared_ptr<Thing>> things_;
};

}  // namespace emulator
