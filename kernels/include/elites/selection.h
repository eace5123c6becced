// Who was selected and what became of a refit: the columns that operations share, and reading them safely.
#pragma once

#include "elites/portable.h"

namespace elites {

// Columns of the selection settings and of the selection summary.
enum SettingsColumn { kActive = 0, kElites = 1, kSense = 2, kRule = 3, kSettingsColumns = 4 };
enum SummaryColumn { kCount = 0, kNans = 1, kStatus = 2, kBest = 3, kSummaryColumns = 4 };
enum SelectionStatus : int32_t { kSelected = 0, kAllNan = 1, kAllEqual = 2, kInactive = 3 };
enum RefitOutcome : int32_t { kRefitted = 0, kKeptNoElites = 1, kKeptEqualRewards = 2, kKeptNotFinite = 3 };
enum DivergenceColumn { kKlStep = 0, kKlPrior = 1, kSpread = 2, kDivergenceColumns = 3 };

ELITES_HOST_DEVICE int32_t clamped(int32_t value, int32_t least, int32_t greatest) {
    return value < least ? least : value > greatest ? greatest : value;
}

// The active individuals of a search. Settings are data of the device: what is out of range must not lead out of the
// buffers.
ELITES_HOST_DEVICE int32_t active_of(const int32_t* settings, int64_t search, int32_t individuals) {
    return clamped(settings[search * kSettingsColumns + kActive], 0, individuals);
}

// Who was selected, as operations after the selection read it.
struct SelectionView {
    const int32_t* elites;
    const int32_t* summary;

    // What is out of range must not lead out of the buffers: a host may have written them.
    ELITES_HOST_DEVICE int32_t count(int64_t search, int32_t individuals) const {
        return clamped(summary[search * kSummaryColumns + kCount], 0, individuals);
    }
    // The k-th elite, as a row of the population.
    ELITES_HOST_DEVICE int64_t row(int64_t search, int32_t individuals, int32_t k) const {
        return search * individuals + clamped(elites[search * individuals + k], 0, individuals - 1);
    }
    // The best individual, -1 if there is none.
    ELITES_HOST_DEVICE int32_t best(int64_t search, int32_t individuals) const {
        return clamped(summary[search * kSummaryColumns + kBest], -1, individuals - 1);
    }
    ELITES_HOST_DEVICE SelectionStatus status(int64_t search) const {
        return static_cast<SelectionStatus>(summary[search * kSummaryColumns + kStatus]);
    }
};

// The outcome of a selection before the refit itself is looked at.
ELITES_HOST_DEVICE RefitOutcome outcome_of(SelectionStatus status) {
    switch (status) {
        case kSelected:
            return kRefitted;
        case kAllEqual:
            return kKeptEqualRewards;
        case kAllNan:
        case kInactive:
            break;
    }
    return kKeptNoElites;
}

}  // namespace elites
