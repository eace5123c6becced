// Warp collectives: all lanes of a mask meet, the last one computes what each gets.
#include "simt/block.hpp"

#include "simt/sanitizer.hpp"

namespace simt {

namespace {

const char* name_of(Exchange what) {
    switch (what) {
        case Exchange::shuffle: return "a __shfl_sync";
        case Exchange::ballot: return "__ballot_sync";
        case Exchange::any: return "__any_sync";
        case Exchange::all: return "__all_sync";
        case Exchange::match_any: return "__match_any_sync";
        case Exchange::synchronise: return "__syncwarp";
        case Exchange::together: return "a warp's instruction";
        default: return "a __reduce_sync";
    }
}

unsigned lowest(uint32_t mask) {
    return static_cast<unsigned>(__builtin_ctz(mask));
}

uint32_t joined(Exchange what, uint32_t a, uint32_t b) {
    switch (what) {
        case Exchange::minimum: return b < a ? b : a;
        case Exchange::maximum: return a < b ? b : a;
        case Exchange::minimum_signed: return static_cast<int32_t>(b) < static_cast<int32_t>(a) ? b : a;
        case Exchange::maximum_signed: return static_cast<int32_t>(a) < static_cast<int32_t>(b) ? b : a;
        case Exchange::bits_and: return a & b;
        case Exchange::bits_or: return a | b;
        case Exchange::bits_xor: return a ^ b;
        default: return a + b;
    }
}

// What every lane of the meeting gets, for those that give all the same.
uint64_t common_result(const Meeting& meeting) {
    uint32_t set = 0;
    uint32_t value = static_cast<uint32_t>(meeting.values[lowest(meeting.mask)]);
    for (uint32_t left = meeting.mask; left != 0; left &= left - 1) {
        const unsigned lane = lowest(left);
        set |= meeting.values[lane] != 0 ? 1u << lane : 0u;
        if (lane != lowest(meeting.mask)) {
            value = joined(meeting.what, value, static_cast<uint32_t>(meeting.values[lane]));
        }
    }
    switch (meeting.what) {
        case Exchange::ballot: return set;
        case Exchange::any: return set != 0;
        case Exchange::all: return set == meeting.mask;
        default: return value;
    }
}

uint32_t lanes_that_match(const Meeting& meeting, unsigned lane) {
    uint32_t lanes = 0;
    for (uint32_t left = meeting.mask; left != 0; left &= left - 1) {
        lanes |= meeting.values[lowest(left)] == meeting.values[lane] ? 1u << lowest(left) : 0u;
    }
    return lanes;
}

}  // namespace

Meeting& Block::open_meeting(Warp& warp, Exchange what, const char* name, uint32_t mask, Place place) {
    const Thread& here = thread();
    for (unsigned open = 0; open < warp.meeting_count; ++open) {
        Meeting& meeting = warp.meetings[open];
        const bool is_same =
                meeting.mask == mask && meeting.what == what && same_place(meeting.place, place);
        if (!is_same) {
            // Lanes may meet in parts before all meet; but these would wait for this one, and it for them.
            if ((meeting.mask >> here.lane & 1) != 0 && (meeting.arrived & mask) != 0) {
                fail_at(here, std::string("lanes of its mask wait for it in ") + meeting.name + " at "
                        + text_of(meeting.place) + ", which is another collective or another mask");
            }
            continue;
        }
        return meeting;
    }
    if ((mask >> here.lane & 1) == 0) {
        fail_at(here, "the mask does not name the calling lane");
    }
    if ((mask & ~warp.lanes) != 0) {
        fail_at(here, "the mask names lane " + std::to_string(lowest(mask & ~warp.lanes))
                + ", which the warp does not have");
    }
    if ((mask & warp.exited) != 0) {
        fail_at(here, "the mask names lane " + std::to_string(lowest(mask & warp.exited)) + ", which has ended");
    }
    Meeting& meeting = warp.meetings[warp.meeting_count++];
    meeting.what = what;
    meeting.name = name;
    meeting.place = place;
    meeting.mask = mask;
    meeting.arrived = 0;
    // Two objects by turns: a fast lane may come to the next meeting before all have left this one.
    meeting.order = &warp.order[blocks_run_ & 1][warp.meetings_held++ & 1];
    return meeting;
}

void Block::complete(Warp& warp, unsigned first, const Meeting& meeting) {
    ++counted.exchanges;
    const bool own = meeting.what == Exchange::shuffle || meeting.what == Exchange::match_any;
    const uint64_t common = own ? 0 : common_result(meeting);
    for (uint32_t left = meeting.mask; left != 0; left &= left - 1) {
        const unsigned lane = lowest(left);
        Thread& there = threads_[first + lane];
        if (meeting.what == Exchange::shuffle) {
            const unsigned source = meeting.sources[lane] % lanes_per_warp;
            if ((meeting.mask >> source & 1) == 0) {
                fail_at(there, "it reads lane " + std::to_string(source) + ", which the mask does not name");
            }
            there.result = meeting.values[source];
        } else {
            there.result = own ? lanes_that_match(meeting, lane) : common;
        }
        ready_.add(there.turn);
    }
    // The last meeting takes the place of this one.
    Meeting& last = warp.meetings[--warp.meeting_count];
    if (&last != &meeting) {
        warp.meetings[static_cast<size_t>(&meeting - warp.meetings.data())] = last;
    }
}

uint64_t Block::exchange(Exchange what, const char* name, uint32_t mask, uint64_t value, unsigned source, Place place,
                         void (*work)(void* const*)) {
    Thread& here = thread();
    here.doing = name;
    here.place = place;
    Warp& warp = warps_[here.warp];
    Meeting& meeting = open_meeting(warp, what, name, mask, place);
    const uint32_t bit = 1u << here.lane;
    if ((mask & bit) == 0) {
        fail_at(here, "the mask does not name the calling lane");
    }
    const bool orders = what == Exchange::synchronise || what == Exchange::together;
    void* order = meeting.order;
    if (orders) {
        release(order);
    }
    meeting.arrived |= bit;
    meeting.values[here.lane] = value;
    meeting.sources[here.lane] = source;
    if (meeting.arrived == mask) {
        if (work != nullptr) {
            void* lanes[lanes_per_warp];
            for (unsigned lane = 0; lane < lanes_per_warp; ++lane) {
                lanes[lane] = reinterpret_cast<void*>(meeting.values[lane]);
            }
            acquire(order);
            work(lanes);
            release(order);
        }
        complete(warp, here.warp * lanes_per_warp, meeting);
    } else {
        wait();
    }
    if (orders) {
        acquire(order);
    }
    return here.result;
}

uint64_t exchange(Exchange what, uint32_t mask, uint64_t value, unsigned source, Place place) {
    return the_block.exchange(what, name_of(what), mask, value, source, place, nullptr);
}

void warp_together(const char* what, void* mine, void (*work)(void* const lanes[lanes_per_warp]), Place place) {
    the_block.exchange(
            Exchange::together, what, ~0u, reinterpret_cast<uintptr_t>(mine), 0, place, work);
}

}  // namespace simt
