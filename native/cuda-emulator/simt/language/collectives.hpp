// Barriers and warp collectives.
#pragma once

#include <type_traits>

namespace simt {

template <class Value>
uint64_t to_bits(Value value) {
    static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= 8, "shuffles exchange at most 8 bytes");
    uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof value);
    return bits;
}

template <class Value>
Value from_bits(uint64_t bits) {
    Value value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

template <class Value>
Value shuffle(unsigned mask, Value value, int lane, bool inside, Place place) {
    const unsigned source = inside ? static_cast<unsigned>(lane) : current->lane;
    return from_bits<Value>(exchange(Exchange::shuffle, mask, to_bits(value), source, place));
}

// The first lane of the caller's group of `width` lanes.
inline int first_lane(int width) {
    return static_cast<int>(current->lane) & ~(width - 1);
}

}  // namespace simt

inline void __syncthreads(simt::Place place = simt::Place::current()) {
    simt::barrier(simt::Vote::none, false, place);
}
inline int __syncthreads_count(int predicate, simt::Place place = simt::Place::current()) {
    return simt::barrier(simt::Vote::count, predicate != 0, place);
}
inline int __syncthreads_and(int predicate, simt::Place place = simt::Place::current()) {
    return simt::barrier(simt::Vote::all, predicate != 0, place);
}
inline int __syncthreads_or(int predicate, simt::Place place = simt::Place::current()) {
    return simt::barrier(simt::Vote::any, predicate != 0, place);
}

inline void __syncwarp(unsigned mask = 0xffffffffu, simt::Place place = simt::Place::current()) {
    simt::exchange(simt::Exchange::synchronise, mask, 0, 0, place);
}

template <class Value>
Value __shfl_sync(unsigned mask, Value value, int lane, int width = 32, simt::Place place = simt::Place::current()) {
    return simt::shuffle(mask, value, simt::first_lane(width) + (lane & (width - 1)), true, place);
}
template <class Value>
Value __shfl_up_sync(
        unsigned mask, Value value, unsigned delta, int width = 32, simt::Place place = simt::Place::current()) {
    const int lane = static_cast<int>(simt::current->lane) - static_cast<int>(delta);
    return simt::shuffle(mask, value, lane, lane >= simt::first_lane(width), place);
}
template <class Value>
Value __shfl_down_sync(
        unsigned mask, Value value, unsigned delta, int width = 32, simt::Place place = simt::Place::current()) {
    const int lane = static_cast<int>(simt::current->lane + delta);
    return simt::shuffle(mask, value, lane, lane < simt::first_lane(width) + width, place);
}
template <class Value>
Value __shfl_xor_sync(
        unsigned mask, Value value, int lanes, int width = 32, simt::Place place = simt::Place::current()) {
    const int lane = static_cast<int>(simt::current->lane) ^ lanes;
    return simt::shuffle(mask, value, lane, lane < simt::first_lane(width) + width, place);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, simt::Place place = simt::Place::current()) {
    return static_cast<unsigned>(simt::exchange(simt::Exchange::ballot, mask, predicate != 0, 0, place));
}
inline int __any_sync(unsigned mask, int predicate, simt::Place place = simt::Place::current()) {
    return static_cast<int>(simt::exchange(simt::Exchange::any, mask, predicate != 0, 0, place));
}
inline int __all_sync(unsigned mask, int predicate, simt::Place place = simt::Place::current()) {
    return static_cast<int>(simt::exchange(simt::Exchange::all, mask, predicate != 0, 0, place));
}
template <class Value>
unsigned __match_any_sync(unsigned mask, Value value, simt::Place place = simt::Place::current()) {
    return static_cast<unsigned>(simt::exchange(simt::Exchange::match_any, mask, simt::to_bits(value), 0, place));
}

#define SIMT_REDUCTION(name, type, what)                                                               \
    inline type name(unsigned mask, type value, simt::Place place = simt::Place::current()) {          \
        return static_cast<type>(                                                                      \
                simt::exchange(simt::Exchange::what, mask, static_cast<unsigned>(value), 0, place));   \
    }
SIMT_REDUCTION(__reduce_add_sync, int, add)
SIMT_REDUCTION(__reduce_add_sync, unsigned, add)
SIMT_REDUCTION(__reduce_min_sync, int, minimum_signed)
SIMT_REDUCTION(__reduce_min_sync, unsigned, minimum)
SIMT_REDUCTION(__reduce_max_sync, int, maximum_signed)
SIMT_REDUCTION(__reduce_max_sync, unsigned, maximum)
SIMT_REDUCTION(__reduce_and_sync, unsigned, bits_and)
SIMT_REDUCTION(__reduce_or_sync, unsigned, bits_or)
SIMT_REDUCTION(__reduce_xor_sync, unsigned, bits_xor)
#undef SIMT_REDUCTION

// Which other lanes are active is nothing to rely on; a device may answer this, too.
inline unsigned __activemask() {
    return 1u << simt::current->lane;
}
