// Atomic operations on integers of shared and global memory, relaxed as CUDA's. There are none on floating point:
// their order would decide the result.
#pragma once

#include <type_traits>

namespace simt {

// Compilers for devices know no atomics on long, though it is as long as long long is.
template <class Word>
constexpr bool has_atomics = std::is_same_v<Word, int> || std::is_same_v<Word, unsigned>
        || std::is_same_v<Word, long long> || std::is_same_v<Word, unsigned long long>;

// The word at `at` after `change`, unless another thread was first.
template <class Word, class Change>
Word update_atomically(Word* at, Change change) {
    static_assert(has_atomics<Word>, "atomics are on int, unsigned, long long and unsigned long long");
    may_yield();
    Word before = __atomic_load_n(at, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(at, &before, change(before), true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return before;
}

}  // namespace simt

#define SIMT_ATOMIC(name, result)                                                                        \
    template <class Word>                                                                                \
    Word name(Word* at, std::type_identity_t<Word> value) {                                              \
        return simt::update_atomically(at, [value](Word before) { return static_cast<Word>(result); });  \
    }
SIMT_ATOMIC(atomicMax, before < value ? value : before)
SIMT_ATOMIC(atomicMin, value < before ? value : before)
SIMT_ATOMIC(atomicOr, before | value)
SIMT_ATOMIC(atomicAnd, before & value)
SIMT_ATOMIC(atomicXor, before ^ value)
SIMT_ATOMIC(atomicExch, (static_cast<void>(before), value))
#undef SIMT_ATOMIC

// Sums wrap around; unsigned, because signed ones must not in C++.
template <class Word>
Word atomicAdd(Word* at, std::type_identity_t<Word> value) {
    using Unsigned = std::make_unsigned_t<Word>;
    return simt::update_atomically(at, [value](Word before) {
        return static_cast<Word>(static_cast<Unsigned>(before) + static_cast<Unsigned>(value));
    });
}
template <class Word>
Word atomicSub(Word* at, std::type_identity_t<Word> value) {
    using Unsigned = std::make_unsigned_t<Word>;
    return atomicAdd(at, static_cast<Word>(Unsigned{0} - static_cast<Unsigned>(value)));
}
template <class Word>
Word atomicCAS(Word* at, std::type_identity_t<Word> expected, std::type_identity_t<Word> value) {
    static_assert(simt::has_atomics<Word>, "atomics are on int, unsigned, long long and unsigned long long");
    simt::may_yield();
    Word before = expected;
    __atomic_compare_exchange_n(at, &before, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return before;
}

inline void __threadfence() {
    simt::fence();
}
inline void __threadfence_block() {
    simt::fence();
}
